package dev.airlock.lane;

import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;

/** The gateway's part: its decision under the posture of the moment. Any thread. */
public interface Decides {
    /** Whether a screened intent may run. */
    Decision decide(Screening screening, Instant now);

    /** The gateway's word. */
    sealed interface Decision {
        /**
         * It may.
         *
         * @param posture the one that it was admitted under
         */
        record Admit(Order order, Effective posture) implements Decision {}

        /** It may not. */
        record Refuse(Conclusion conclusion) implements Decision {}
    }
}
