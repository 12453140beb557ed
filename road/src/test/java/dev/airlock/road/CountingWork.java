package dev.airlock.road;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.flow.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * Numbers the records of a partition, as a chain does: output {@code value#n}, mark {@code n}. A lost or repeated step shows. It may leave some
 * for now.
 */
final class CountingWork implements Work {
    final ConcurrentLinkedQueue<String> history = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Long> next = new HashMap<>();
    private final Predicate<String> leaves;

    CountingWork() {
        this(_ -> false);
    }

    /** @param leaves which values it does not take */
    CountingWork(Predicate<String> leaves) {
        this.leaves = leaves;
    }

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
        Optional<Step.Left> left = Optional.empty();
        for (Inbound record : records) {
            String value = new String(record.value(), UTF_8);
            if (leaves.test(value)) {
                history.add("left " + value);
                left = Optional.of(new Step.Left(outputs.size(), "no room for " + value));
                break;
            }
            byte[] numbered = (value + "#" + number++).getBytes(UTF_8);
            outputs.add(Outbound.to(Topic.SCREENED, partition, record.key(), numbered));
        }
        next.put(partition, number);
        return new Step(outputs, Long.toString(number), left);
    }
}
