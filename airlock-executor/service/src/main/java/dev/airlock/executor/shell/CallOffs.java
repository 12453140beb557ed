package dev.airlock.executor.shell;

import dev.airlock.executor.decide.CallOffCheck;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.Delivery;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The runs that somebody wants no more, for orders that have not come yet. Operators', signers' and the fast lane's wishes are kept apart, so
 * that none displaces another kind's: of each kind the newest {@value #KEPT_MAX} intents, each with at most {@value #EACH_MAX} wishes. Asking
 * again makes a wish new. Any thread.
 */
final class CallOffs {
    static final int KEPT_MAX = 10_000;
    static final int EACH_MAX = 8;

    private final Map<IntentKey, List<CallOff>> operators = new Newest();
    private final Map<IntentKey, List<CallOff>> signers = new Newest();
    private final Map<IntentKey, List<CallOff>> ingress = new Newest();

    private static final class Newest extends LinkedHashMap<IntentKey, List<CallOff>> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<IntentKey, List<CallOff>> eldest) {
            return size() > KEPT_MAX;
        }
    }

    /** Keeps a wish; the same one twice is one, and the newest. */
    synchronized void keep(CallOff wish) {
        Map<IntentKey, List<CallOff>> kind = kindOf(wish);
        List<CallOff> before = Optional.ofNullable(kind.remove(wish.key())).orElse(List.of());
        kind.put(
                wish.key(),
                before.contains(wish) || before.size() >= EACH_MAX
                        ? before
                        : Stream.concat(before.stream(), Stream.of(wish)).toList());
    }

    private Map<IntentKey, List<CallOff>> kindOf(CallOff wish) {
        return switch (wish.authority()) {
            case CallOff.Authority.Operator() -> operators;
            case CallOff.Authority.Signer(String _) -> signers;
            case CallOff.Authority.Ingress() -> ingress;
        };
    }

    /** The first wish that counts against an order; an operator's before another's. */
    synchronized Optional<CallOff> against(Delivery delivery) {
        return Stream.of(operators, signers, ingress)
                .flatMap(kind -> kind.getOrDefault(delivery.order().key(), List.of()).stream())
                .filter(wish -> CallOffCheck.counts(wish, delivery))
                .findFirst();
    }

    /** A run has ended: the fast lane takes its intent no second time, so what it wished is of no more use. */
    synchronized void ended(Delivery delivery) {
        if (delivery.entrance().lane() == Lane.FAST) {
            settled(delivery.order().key());
        }
    }

    /** An intent of the fast lane is settled, whether or not it was run; another may come under its name. */
    synchronized void settled(IntentKey key) {
        ingress.remove(key);
    }
}
