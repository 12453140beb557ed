package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.flow.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** Runs end when the test lets them; sealings number the tokens of a partition as a chain does. */
final class GatedWork implements UnorderedWork {
    final ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> history = new ConcurrentLinkedQueue<>();
    private final Map<String, CompletableFuture<Sealing>> gates = new ConcurrentHashMap<>();
    private final Map<String, Sealing> sealings = new ConcurrentHashMap<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private final Predicate<String> atOnce;

    /** @param atOnce which values need no gate */
    GatedWork(Predicate<String> atOnce) {
        this.atOnce = atOnce;
    }

    void finish(String value) {
        gates.get(value).complete(sealings.get(value));
    }

    @Override
    public void assigned(int partition, String mark) {
        history.add("assigned " + mark);
        next.put(partition, mark.isEmpty() ? 0 : Long.parseLong(mark));
    }

    @Override
    public void revoked(int partition) {
        history.add("revoked");
        next.remove(partition);
    }

    @Override
    public void rolledBack(int partition, String mark) {
        history.add("rolledBack " + mark);
        next.put(partition, mark.isEmpty() ? 0 : Long.parseLong(mark));
    }

    @Override
    public CompletionStage<Sealing> begin(Inbound record) {
        String value = new String(record.value(), UTF_8);
        CompletableFuture<Sealing> gate = new CompletableFuture<>();
        sealings.put(value, () -> seal(record, value));
        gates.put(value, gate);
        begun.add(value);
        if (atOnce.test(value)) {
            Thread.ofVirtual().start(() -> finish(value));
        }
        return gate;
    }

    private Step seal(Inbound record, String value) {
        long number = next.merge(record.partition(), 1L, Long::sum) - 1;
        byte[] token = (value + "#" + number).getBytes(UTF_8);
        return new Step(
                List.of(Outbound.to(Topic.TOKENS, record.partition(), record.key(), token)), Long.toString(number + 1));
    }
}
