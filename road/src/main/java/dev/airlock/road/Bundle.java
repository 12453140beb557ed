package dev.airlock.road;

import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Finished records that share a transaction, sealed in this order.
 *
 * @param marks the mark that the last sealing of each share left
 */
record Bundle(List<Finished> finished, List<Outbound> outputs, Map<Share, String> marks) {
    /** Enough to share the price of a commit, few enough that it ends well within its time. */
    static final int RECORDS_MAX = 64;

    static final long BYTES_MAX = 8L << 20;

    /** Seals records at the front, and leaves them there: they are done when they are committed. */
    static Bundle sealedFrom(Deque<Finished> ready) {
        List<Finished> finished = new ArrayList<>();
        List<Outbound> outputs = new ArrayList<>();
        Map<Share, String> marks = new HashMap<>();
        long bytes = 0;
        for (var each = ready.iterator(); each.hasNext() && finished.size() < RECORDS_MAX && bytes < BYTES_MAX; ) {
            Finished one = each.next();
            Step step = sealed(one);
            finished.add(one);
            step.outputs().forEach(output -> outputs.add(output.after(one.record())));
            marks.put(one.share(), step.mark());
            bytes += step.outputs().stream().mapToLong(Outbound::bytes).sum();
        }
        return new Bundle(finished, outputs, marks);
    }

    private static Step sealed(Finished one) {
        try (LogTrace _ = one.record().traced()) {
            return Defect.guard(one.sealing()::seal);
        }
    }

    Map<Share, List<Finished>> byShare() {
        Map<Share, List<Finished>> byShare = new LinkedHashMap<>();
        finished.forEach(one ->
                byShare.computeIfAbsent(one.share(), _ -> new ArrayList<>()).add(one));
        return byShare;
    }

    /** For each share the contiguous prefix, with what is done beyond it and the owner's mark. */
    Map<TopicPartition, OffsetAndMetadata> offsets(IntFunction<TopicPartition> naming) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        byShare().forEach((share, theirs) -> {
            Set<Long> done =
                    Finished.records(theirs).stream().map(Inbound::offset).collect(Collectors.toSet());
            long committed = share.window().committedWith(done);
            Mark mark = new Mark(share.window().doneWith(done), marks.get(share));
            offsets.put(naming.apply(share.partition()), new OffsetAndMetadata(committed, mark.encode(committed)));
        });
        return offsets;
    }
}
