package dev.airlock.lane;

import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.List;

/** The gateway's part: its decision under the posture of the moment. Any thread. */
public interface Decides {
    /** Whether what it goes by has been read: then it decides without waiting for the bus, for good. Where nobody says so, it may wait. */
    default boolean atHand() {
        return false;
    }

    /** Whether a screened intent may run. */
    Decision decide(Screening screening, Instant now);

    /**
     * Nothing was begun of an admitted order, and nothing will be: what its admission used up counts again. Said before anybody hears that nothing was
     * done, once at most for an order, and never of one whose run may have begun.
     */
    default void undone(Order order) {}

    /** The gateway's word. */
    sealed interface Decision {
        /**
         * It may.
         *
         * @param posture the one that it was admitted under
         * @param events what operators are to see of the admission, once its run begins
         */
        record Admit(Order order, Effective posture, List<GatewayEvent> events) implements Decision {
            public Admit {
                events = List.copyOf(events);
            }
        }

        /** It may not. */
        record Refuse(Conclusion conclusion) implements Decision {}
    }
}
