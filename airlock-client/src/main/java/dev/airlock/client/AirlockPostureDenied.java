package dev.airlock.client;

import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.posture.Switch;

/** The posture that was set forbids the intent. It was not sent, and no connection was opened for it. */
public final class AirlockPostureDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Switch by;
    private final PostureLevel posture;
    private final String verdictId;
    private final Origin origin;
    private final String intent;

    AirlockPostureDenied(Switch by, PostureLevel posture, String verdictId, Origin origin, String intent) {
        super(by.label() + " ON (intent=" + intent + ")");
        this.by = by;
        this.posture = posture;
        this.verdictId = verdictId;
        this.origin = origin;
        this.intent = intent;
    }

    /** The switch that objects, for example {@code deny_external_ai_inbound}. */
    public String switchName() {
        return by.label();
    }

    /** The posture of that switch. */
    public PostureLevel posture() {
        return posture;
    }

    /** The verdict behind that posture; empty if it names none. */
    public String verdictId() {
        return verdictId;
    }

    /** As what the intent was to be treated. */
    public Origin origin() {
        return origin;
    }

    /** What was wanted. */
    public String intent() {
        return intent;
    }
}
