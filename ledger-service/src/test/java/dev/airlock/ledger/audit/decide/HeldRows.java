package dev.airlock.ledger.audit.decide;

import dev.airlock.schemas.model.Posture;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Postures on the heap, looked up by looking at all of them: what any other rows are held against. They need no sealing. */
public final class HeldRows implements PostureRows {
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, TreeMap<Instant, Instant>> stretches = new HashMap<>();

    @Override
    public void add(Row row) {
        rows.add(row);
    }

    @Override
    public void vouched(String postureId, Stretch stretch) {
        var known = stretches.computeIfAbsent(postureId, _ -> new TreeMap<>());
        Instant from = stretch.from();
        Instant until = stretch.until();
        for (var other : List.copyOf(known.entrySet())) {
            boolean apart = other.getKey().isAfter(until) || other.getValue().isBefore(from);
            if (!apart) {
                known.remove(other.getKey());
                from = from.isBefore(other.getKey()) ? from : other.getKey();
                until = until.isAfter(other.getValue()) ? until : other.getValue();
            }
        }
        known.put(from, until);
    }

    @Override
    public void seal() {
        // they may be asked at any time
    }

    @Override
    public long size() {
        return rows.size();
    }

    @Override
    public Row at(long number) {
        return rows.get((int) number);
    }

    private Posture posture(long number) {
        return at(number).posture();
    }

    private LongStream numbers() {
        return LongStream.range(0, size());
    }

    @Override
    public OptionalLong numberOf(String postureId) {
        return numbers()
                .filter(one -> posture(one).postureId().equals(postureId))
                .max();
    }

    @Override
    public OptionalLong last(String scope, long number) {
        return numbers()
                .filter(one -> one <= number && posture(one).scope().equals(scope))
                .max();
    }

    @Override
    public OptionalLong next(String scope, long number) {
        return numbers()
                .filter(one -> one > number && posture(one).scope().equals(scope))
                .min();
    }

    @Override
    public Optional<Stretch> stretch(String postureId, Instant at) {
        return Optional.ofNullable(
                        stretches.getOrDefault(postureId, new TreeMap<>()).floorEntry(at))
                .map(entry -> new Stretch(entry.getKey(), entry.getValue()));
    }
}
