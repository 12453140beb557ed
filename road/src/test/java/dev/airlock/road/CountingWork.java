package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.flow.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Numbers the records of a partition, as a chain does: output {@code value#n}, mark {@code n}. A lost or repeated step shows. */
final class CountingWork implements Work {
    final ConcurrentLinkedQueue<String> history = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Long> next = new HashMap<>();

    @Override
    public void assigned(int partition, String mark) {
        history.add("assigned");
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
    public Step step(int partition, List<Inbound> records) {
        List<Outbound> outputs = new ArrayList<>();
        long number = next.get(partition);
        for (Inbound record : records) {
            String value = new String(record.value(), UTF_8) + "#" + number++;
            outputs.add(Outbound.to(Topic.SCREENED, partition, record.key(), value.getBytes(UTF_8)));
        }
        next.put(partition, number);
        return new Step(outputs, Long.toString(number));
    }
}
