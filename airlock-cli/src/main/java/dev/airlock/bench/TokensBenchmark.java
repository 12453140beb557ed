package dev.airlock.bench;

import dev.airlock.bench.model.Row;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/**
 * What a token costs: sealing against a bare Ed25519 signature of the same bytes, reading against a bare verification; and what a hybrid key's costs, against the
 * same by a plain key.
 */
final class TokensBenchmark implements Benchmark {
    private static final String UNIT = "us";
    private static final String HYBRID_SEAL = "seal, hybrid";
    private static final String HYBRID_READ = "read and verify, hybrid";

    @Override
    public String name() {
        return "tokens";
    }

    @Override
    public String about() {
        return "sealing and verifying a token, against bare Ed25519 over the same bytes; hybrid ones against plain ones";
    }

    @Override
    public List<Row> measure(Measurement measurement) throws BenchFailed, IOException {
        var bench = new Bench(SigningKey.generate(new SecureRandom()));
        int warmUp = measurement.effort().of(20_000, 1_000);
        measurement.say("warming up with " + warmUp + " tokens");
        for (int i = 0; i < warmUp; i++) {
            bench.once(i);
        }
        int count = measurement.effort().of(20_000, 500);
        measurement.say("measuring " + count + " tokens");
        for (int i = 0; i < count; i++) {
            Costs costs = bench.once(i);
            measurement.add("seal", UNIT, costs.seal() / 1e3);
            measurement.add("sign", UNIT, costs.sign() / 1e3);
            measurement.add("read and verify", UNIT, costs.read() / 1e3);
            measurement.add("verify", UNIT, costs.verify() / 1e3);
        }
        measureHybrid(measurement);
        return List.of(
                row(measurement, "seal", "sign"),
                row(measurement, "read and verify", "verify"),
                row(measurement, HYBRID_SEAL, "seal"),
                row(measurement, HYBRID_READ, "read and verify"));
    }

    private static void measureHybrid(Measurement measurement) throws BenchFailed, IOException {
        var bench = new Bench(SigningKey.generateHybrid(new SecureRandom()));
        int count = measurement.effort().of(4_000, 200);
        measurement.say("measuring " + count + " tokens of a hybrid key");
        for (int i = -count / 2; i < count; i++) {
            Costs costs = bench.once(Math.abs(i));
            if (i >= 0) {
                measurement.add(HYBRID_SEAL, UNIT, costs.seal() / 1e3);
                measurement.add(HYBRID_READ, UNIT, costs.read() / 1e3);
            }
        }
    }

    private static Row row(Measurement measurement, String figure, String floor) {
        return Row.time(figure, UNIT, measurement.samples(figure))
                .over(measurement.samples(floor).percentile(50));
    }

    /** Nanoseconds of each of four, one after another on the same token. */
    private record Costs(long seal, long sign, long read, long verify) {}

    private static final class Bench {
        private final SigningKey key;
        private final TokenReader reader;
        private ChainHead head;

        Bench(SigningKey key) {
            this.key = key;
            this.reader = new TokenReader(KeyRing.ofKeys(
                    Map.of(key.verifyingKey(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor")), Map.of()));
            this.head = ChainHead.genesis(new ChainName(key.id(), Lane.BUS, 0));
        }

        Costs once(int number) throws BenchFailed {
            var content = Specimen.token(number);
            long start = System.nanoTime();
            Sealer.Sealed sealed = Sealer.seal(content, head, key);
            long isSealed = System.nanoTime();
            head = sealed.next();
            Token token = sealed.token();
            byte[] canonical = token.canonical();
            TokenRecord record = token.record();
            long signs = System.nanoTime();
            byte[] signature = key.sign(canonical);
            long reads = System.nanoTime();
            try {
                reader.read(record);
                long verifies = System.nanoTime();
                key.verifyingKey().verify(canonical, signature);
                long end = System.nanoTime();
                return new Costs(isSealed - start, reads - signs, verifies - reads, end - verifies);
            } catch (TokenRejected | SignatureRejected e) {
                throw new BenchFailed("a token that was just sealed does not verify: " + e.getMessage(), "", e);
            }
        }
    }
}
