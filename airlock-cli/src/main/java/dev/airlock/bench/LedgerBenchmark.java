package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.Selection;
import dev.airlock.ledger.audit.shell.AuditWish;
import dev.airlock.ledger.audit.shell.Auditor;
import dev.airlock.ledger.audit.shell.Progress;
import dev.airlock.ledger.audit.shell.Recorded;
import dev.airlock.ledger.audit.shell.Shelf;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The ledger: sealing against a bare signature and hash, auditing against bare verifications, growing a log against bare hashing, how far a head is
 * behind its tokens, and what memory an audit of many tokens takes.
 */
final class LedgerBenchmark implements Benchmark {
    private static final String MICROSECONDS = "us";
    /** How many times a bare signature and hash of the same bytes sealing may cost. */
    private static final double SEAL_RATIO = 1.3;
    /** How many times a bare verification a token of an audit may cost, on all cores. */
    private static final double AUDIT_RATIO = 1.5;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String about() {
        return "sealing, auditing, growing logs, how far heads are behind, and an audit's memory, against the bare parts of each";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException, InterruptedException {
        var random = new SecureRandom();
        SigningKey executor = SigningKey.generate(random);
        SigningKey policy = SigningKey.generate(random);
        seals(measurement, executor);
        audits(measurement, executor, policy);
        Row growth = LedgerGrowth.measure(measurement, executor, sha256());
        Row delay = new HeadDelay(measurement, executor).measure();
        List<Row> heap = new LedgerHeap(measurement, executor, policy).measure();
        double sign = measurement.samples("sign and hash").percentile(50);
        double verify = measurement.samples("verify").percentile(50);
        List<Row> rows = new ArrayList<>(List.of(
                Row.time("seal", MICROSECONDS, measurement.samples("seal"))
                        .over(sign)
                        .limited(Limit.atMost(Quantile.P50, SEAL_RATIO * sign)),
                Row.time("audit, a token", MICROSECONDS, measurement.samples("audit, a token"))
                        .over(verify)
                        .limited(Limit.atMost(Quantile.P50, AUDIT_RATIO * verify)),
                growth,
                delay));
        rows.addAll(heap);
        return rows;
    }

    /**
     * Who comes first in a round finds what the round before has left in the caches, and who comes second what the first has: so each is first every
     * other time, and the bare parts are of other bytes than those that were just sealed.
     */
    private static void seals(Measurement measurement, SigningKey key) throws IOException, BenchFailed {
        int warmUp = measurement.effort().of(20_000, 1_000);
        int count = measurement.effort().of(20_000, 300);
        measurement.say("sealing " + count + " tokens, after " + warmUp);
        MessageDigest sha = sha256();
        Sealer.Sealed last =
                Sealer.seal(Specimen.token(0), ChainHead.genesis(new ChainName(key.id(), Lane.BUS, 0)), key);
        for (int number = 1; number <= warmUp + count; number++) {
            var content = Specimen.token(number);
            byte[] canonical = last.token().canonical();
            boolean bareFirst = number % 2 == 0;
            double bare = bareFirst ? bare(canonical, key, sha) : 0;
            long start = System.nanoTime();
            Sealer.Sealed sealed = Sealer.seal(content, last.next(), key);
            double took = (System.nanoTime() - start) / 1e3;
            bare = bareFirst ? bare : bare(canonical, key, sha);
            last = sealed;
            if (number > warmUp) {
                measurement.add("seal", MICROSECONDS, took);
                measurement.add("sign and hash", MICROSECONDS, bare);
            }
        }
    }

    private static double bare(byte[] canonical, SigningKey key, MessageDigest sha) throws BenchFailed {
        long start = System.nanoTime();
        byte[] signature = key.sign(canonical);
        byte[] hash = sha.digest(canonical);
        long took = System.nanoTime() - start;
        if (signature.length + hash.length == 0) {
            throw new BenchFailed("nothing was signed", "");
        }
        return took / 1e3;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Rounds of whole audits and of bare verifications of the same tokens in turn, so that both meet the same machine. */
    private static void audits(Measurement measurement, SigningKey executor, SigningKey policy)
            throws IOException, BenchFailed {
        int count = measurement.effort().of(8_000, 300);
        int rounds = measurement.effort().of(12, 3);
        int warmUp = measurement.effort().of(4, 1);
        measurement.say("auditing " + count + " tokens " + rounds + " times, after " + warmUp);
        var specimens = new SpecimenShelf(executor, policy, count);
        var shelf = new Kept(specimens);
        var bare = new ArrayList<Sealer.Sealed>();
        ChainHead head = ChainHead.genesis(new ChainName(executor.id(), Lane.BUS, 0));
        for (int number = 0; number < Math.min(count, 1_000); number++) {
            Sealer.Sealed sealed = Sealer.seal(Specimen.token(number), head, executor);
            bare.add(sealed);
            head = sealed.next();
        }
        for (int round = 0; round < warmUp + rounds; round++) {
            long start = System.nanoTime();
            AuditReport report = audit(measurement, shelf, specimens, Progress.NONE);
            long took = System.nanoTime() - start;
            double verified = verify(executor, bare);
            if (report.tokens() != count) {
                throw new BenchFailed("of " + count + " tokens " + report.tokens() + " were audited", "");
            }
            if (round >= warmUp) {
                measurement.add("audit, a token", MICROSECONDS, took / 1e3 / count);
                measurement.add("verify", MICROSECONDS, verified);
            }
        }
    }

    private static double verify(SigningKey key, List<Sealer.Sealed> tokens) throws BenchFailed {
        long spent = 0;
        for (Sealer.Sealed sealed : tokens) {
            byte[] canonical = sealed.token().canonical();
            byte[] signature = sealed.token().signature();
            long start = System.nanoTime();
            try {
                key.verifyingKey().verify(canonical, signature);
            } catch (SignatureRejected e) {
                throw new BenchFailed("a token that was just sealed does not verify: " + e.getMessage(), "", e);
            }
            spent += System.nanoTime() - start;
        }
        return spent / 1e3 / tokens.size();
    }

    /** Audits a shelf to its end; everything on it has to verify. */
    static AuditReport audit(Measurement measurement, Shelf shelf, SpecimenShelf specimens, Progress progress)
            throws BenchFailed {
        var wish =
                new AuditWish(Selection.ALL, Optional.empty(), List.of(), measurement.directory(), specimens.gateway());
        try {
            AuditReport report = Auditor.audit(shelf, specimens.ring(), wish, progress, InstantSource.system());
            if (!report.verifies()) {
                throw new BenchFailed(
                        "what was just sealed does not verify: "
                                + report.findings().first().orElseThrow(),
                        "");
            }
            return report;
        } catch (BusUnreachable e) {
            throw new BenchFailed("no bus was asked", "", e);
        }
    }

    /** What another shelf holds, read once. */
    private static final class Kept implements Shelf {
        private final Map<Topic, Map<Integer, List<Recorded>>> topics = new HashMap<>();
        private final SpecimenShelf from;

        Kept(SpecimenShelf from) {
            this.from = from;
        }

        @Override
        public void each(Topic topic, int partition, Consumer<Recorded> each) {
            topics.computeIfAbsent(topic, _ -> new HashMap<>())
                    .computeIfAbsent(partition, _ -> {
                        List<Recorded> records = new ArrayList<>();
                        from.each(topic, partition, records::add);
                        return records;
                    })
                    .forEach(each);
        }

        @Override
        public long offsets(Topic topic) {
            return from.offsets(topic);
        }
    }
}
