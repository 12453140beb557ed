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

/** The ledger: sealing against a bare signature and hash, auditing against bare verifications, and what memory an audit of many tokens takes. */
final class LedgerBenchmark implements Benchmark {
    private static final String MICROSECONDS = "us";
    private static final String MEBIBYTES = "MiB";
    /** How many times a bare signature and hash of the same bytes sealing may cost. */
    private static final double SEAL_RATIO = 1.3;
    /** How many times a bare verification a token of an audit may cost, on all cores. */
    private static final double AUDIT_RATIO = 1.5;
    /** So much more may a hundred times as many tokens take: what the collector leaves differs by that. */
    private static final double GROWTH_MEBIBYTES = 8;

    private static final int LOOKS = 5;

    @Override
    public String name() {
        return "ledger";
    }

    @Override
    public String about() {
        return "sealing, auditing and an audit's memory, against bare Ed25519 and SHA-256 over the same bytes";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException {
        var random = new SecureRandom();
        SigningKey executor = SigningKey.generate(random);
        SigningKey policy = SigningKey.generate(random);
        seals(measurement, executor);
        audits(measurement, executor, policy);
        double few = heap(
                measurement,
                "heap, few tokens",
                executor,
                policy,
                measurement.effort().of(10_000, 500));
        heap(
                measurement,
                "heap, many tokens",
                executor,
                policy,
                measurement.effort().of(1_000_000, 2_000));
        double sign = measurement.samples("sign and hash").percentile(50);
        double verify = measurement.samples("verify").percentile(50);
        return List.of(
                Row.time("seal", MICROSECONDS, measurement.samples("seal"))
                        .over(sign)
                        .limited(Limit.atMost(Quantile.P50, SEAL_RATIO * sign)),
                Row.time("audit, a token", MICROSECONDS, measurement.samples("audit, a token"))
                        .over(verify)
                        .limited(Limit.atMost(Quantile.P50, AUDIT_RATIO * verify)),
                Row.time("heap, many tokens", MEBIBYTES, measurement.samples("heap, many tokens"))
                        .over(few)
                        .limited(Limit.atMost(Quantile.P99, few + GROWTH_MEBIBYTES)));
    }

    private static void seals(Measurement measurement, SigningKey key) throws IOException, BenchFailed {
        int warmUp = measurement.effort().of(20_000, 1_000);
        int count = measurement.effort().of(20_000, 300);
        measurement.say("sealing " + count + " tokens, after " + warmUp);
        ChainHead head = ChainHead.genesis(new ChainName(key.id(), Lane.BUS, 0));
        MessageDigest sha = sha256();
        for (int number = 0; number < warmUp + count; number++) {
            var content = Specimen.token(number);
            long start = System.nanoTime();
            Sealer.Sealed sealed = Sealer.seal(content, head, key);
            long isSealed = System.nanoTime();
            byte[] canonical = sealed.token().canonical();
            long bare = System.nanoTime();
            byte[] signature = key.sign(canonical);
            byte[] hash = sha.digest(canonical);
            long end = System.nanoTime();
            if (signature.length + hash.length == 0) {
                throw new BenchFailed("nothing was signed", "");
            }
            head = sealed.next();
            if (number >= warmUp) {
                measurement.add("seal", MICROSECONDS, (isSealed - start) / 1e3);
                measurement.add("sign and hash", MICROSECONDS, (end - bare) / 1e3);
            }
        }
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

    private static AuditReport audit(Measurement measurement, Shelf shelf, SpecimenShelf specimens, Progress progress)
            throws BenchFailed {
        var wish = new AuditWish(
                Selection.ALL,
                Optional.empty(),
                List.of(),
                measurement.directory().resolve("audit-scratch"),
                Optional.empty());
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

    /** What the heap holds at some moments of an audit, right after a collection, beyond what it held before. */
    private static double heap(
            Measurement measurement, String series, SigningKey executor, SigningKey policy, int count)
            throws IOException, BenchFailed {
        measurement.say("looking at the heap while " + count + " tokens are audited");
        var shelf = new SpecimenShelf(executor, policy, count);
        List<Double> looks = new ArrayList<>();
        long before = used();
        long step = Math.max(1, count / LOOKS);
        audit(measurement, shelf, shelf, (at, _) -> {
            if (at % step == 0) {
                looks.add((used() - before) / (double) (1 << 20));
            }
        });
        for (double look : looks) {
            measurement.add(series, MEBIBYTES, look);
        }
        return measurement.samples(series).percentile(50);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
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
