package dev.airlock.executor.shell;

import dev.airlock.executor.decide.CallOffCheck;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.Delivery;
import dev.airlock.schemas.model.IntentKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs that somebody wants no more, for orders that have not come yet: the newest {@value #KEPT_MAX} intents, each with at most
 * {@value #EACH_MAX} wishes, so that nobody's wish can displace another's for long. Any thread.
 */
final class CallOffs {
    static final int KEPT_MAX = 10_000;
    static final int EACH_MAX = 8;

    private final Map<IntentKey, List<CallOff>> wishes = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IntentKey, List<CallOff>> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** Keeps a wish; the same one twice is one. */
    synchronized void keep(CallOff wish) {
        wishes.merge(
                wish.key(),
                List.of(wish),
                (before, more) -> before.containsAll(more) || before.size() >= EACH_MAX
                        ? before
                        : Stream.concat(before.stream(), more.stream()).toList());
    }

    /** The first wish that counts against an order. */
    synchronized Optional<CallOff> against(Delivery delivery) {
        return wishes.getOrDefault(delivery.order().key(), List.of()).stream()
                .filter(wish -> CallOffCheck.counts(wish, delivery))
                .findFirst();
    }
}
