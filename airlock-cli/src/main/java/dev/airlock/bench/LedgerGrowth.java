package dev.airlock.bench;

import dev.airlock.bench.model.Limit;
import dev.airlock.bench.model.Limit.Quantile;
import dev.airlock.bench.model.Row;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * Growing a partition's log by itself: leaves, nodes, tiles, bundles and at the end the root, against SHA-256 over the bytes of the same leaves and
 * nothing else. Rounds of both in turn, so that both meet the same machine.
 */
final class LedgerGrowth {
    private static final String SERIES = "log growth, a token";
    private static final String FLOOR = "hash of a leaf";
    private static final String UNIT = "us";
    /** How many times the bare hashing growth may cost. */
    private static final double RATIO = 3;

    private static final int TOKENS = 2_048;

    private LedgerGrowth() {}

    static Row measure(Measurement measurement, SigningKey key, MessageDigest sha) throws IOException, BenchFailed {
        List<LogEntry> entries = entries(key);
        int warmUp = measurement.effort().of(40, 8);
        int rounds = measurement.effort().of(100, 10);
        measurement.say("growing a log of " + TOKENS + " tokens " + rounds + " times, after " + warmUp);
        for (int round = 0; round < warmUp + rounds; round++) {
            double grown = grow(entries);
            double hashed = hash(entries, sha);
            if (round >= warmUp) {
                measurement.add(SERIES, UNIT, grown);
                measurement.add(FLOOR, UNIT, hashed);
            }
        }
        double floor = measurement.samples(FLOOR).percentile(50);
        return Row.time(SERIES, UNIT, measurement.samples(SERIES))
                .over(floor)
                .limited(Limit.atMost(Quantile.P50, RATIO * floor));
    }

    private static List<LogEntry> entries(SigningKey key) {
        List<LogEntry> entries = new ArrayList<>();
        ChainHead head = ChainHead.genesis(new ChainName(key.id(), Lane.BUS, 0));
        for (int number = 0; number < TOKENS; number++) {
            Sealer.Sealed sealed = Sealer.seal(Specimen.token(number), head, key);
            entries.add(LogEntry.of(sealed.token()));
            head = sealed.next();
        }
        return entries;
    }

    private static double grow(List<LogEntry> entries) throws BenchFailed {
        List<Tile> tiles = new ArrayList<>();
        long start = System.nanoTime();
        GrowingLog log = GrowingLog.empty(new LogName("bench", 0), tiles::add);
        entries.forEach(log::append);
        Checkpoint end = log.checkpoint();
        long took = System.nanoTime() - start;
        if (end.size() != entries.size() || tiles.isEmpty()) {
            throw new BenchFailed("a log of " + end.size() + " entries and " + tiles.size() + " tiles grew", "");
        }
        return took / 1e3 / entries.size();
    }

    private static double hash(List<LogEntry> entries, MessageDigest sha) throws BenchFailed {
        List<byte[]> leaves = entries.stream().map(LogEntry::bytes).toList();
        int bytes = 0;
        long start = System.nanoTime();
        for (byte[] leaf : leaves) {
            bytes += sha.digest(leaf).length;
        }
        long took = System.nanoTime() - start;
        if (bytes != leaves.size() * sha.getDigestLength()) {
            throw new BenchFailed("nothing was hashed", "");
        }
        return took / 1e3 / leaves.size();
    }
}
