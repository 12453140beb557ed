package dev.airlock.schemas.posture;

import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import java.util.Optional;

/**
 * What binds a reader at one moment: the recorded posture while its lease holds, else the most guarded one there is.
 *
 * @param posture the rung of the ladder
 * @param switches what that means, one by one
 * @param cause who made it so; a posture that nobody vouches for is the runtime's
 * @param runtimeMode what runs programs
 * @param externalAiInbound the strictest word on external AI
 * @param executionPolicy the strictest word on running programs
 * @param postureId the recorded posture, or {@link #FAIL_CLOSED}
 * @param verdictId the verdict behind the last recorded posture, or {@link #NONE}
 * @param reason why, for people
 * @param fresh whether policy vouches for it now; false exactly for the fail-closed value
 */
public record Effective(
        PostureLevel posture,
        Switches switches,
        Cause cause,
        RuntimeMode runtimeMode,
        ExternalInbound externalAiInbound,
        ExecutionPolicy executionPolicy,
        String postureId,
        String verdictId,
        String reason,
        boolean fresh) {
    /** The posture id of a posture that nobody recorded. */
    public static final String FAIL_CLOSED = "fail-closed";
    /** The verdict id where there has been no verdict. */
    public static final String NONE = "none";

    public Effective {
        if (!switches.equals(Switches.of(posture))) {
            throw new IllegalArgumentException("the switches are not those of " + posture);
        }
        if (!fresh && posture != PostureLevel.HARD_QUARANTINE) {
            throw new IllegalArgumentException(posture + " needs somebody who vouches for it");
        }
    }

    /** A recorded posture whose lease holds. */
    static Effective of(Posture recorded) {
        return new Effective(
                recorded.posture(),
                recorded.switches(),
                recorded.cause(),
                recorded.runtimeMode(),
                recorded.externalAiInbound(),
                recorded.executionPolicy(),
                recorded.postureId(),
                recorded.verdictId(),
                recorded.reason(),
                true);
    }

    /**
     * This together with the posture of a scope within: the stricter of each part, and the reasons of the stricter posture.
     *
     * @param scoped a posture of an agent or a session
     */
    Effective tightenedBy(Posture scoped) {
        int rung = scoped.posture().compareTo(posture);
        int execution = scoped.executionPolicy().compareTo(executionPolicy);
        boolean decides = rung > 0 || (rung == 0 && execution > 0);
        PostureLevel stricter = rung > 0 ? scoped.posture() : posture;
        return new Effective(
                stricter,
                Switches.of(stricter),
                decides ? scoped.cause() : cause,
                runtimeMode,
                scoped.externalAiInbound().compareTo(externalAiInbound) > 0
                        ? scoped.externalAiInbound()
                        : externalAiInbound,
                execution > 0 ? scoped.executionPolicy() : executionPolicy,
                decides ? scoped.postureId() : postureId,
                decides ? scoped.verdictId() : verdictId,
                decides ? scoped.scope() + ": " + scoped.reason() : reason,
                fresh);
    }

    /**
     * The posture of a reader who knows nothing he may rely on: everything external is dropped, and only local diagnostics and
     * operators go on.
     *
     * @param last the last recorded posture, for its verdict id
     * @param reason what is missing
     */
    static Effective failClosed(Optional<Posture> last, String reason) {
        return new Effective(
                PostureLevel.HARD_QUARANTINE,
                Switches.of(PostureLevel.HARD_QUARANTINE),
                Cause.RUNTIME,
                RuntimeMode.OFFLINE,
                ExternalInbound.DENY,
                ExecutionPolicy.DENY,
                FAIL_CLOSED,
                last.map(Posture::verdictId).orElse(NONE),
                reason,
                false);
    }
}
