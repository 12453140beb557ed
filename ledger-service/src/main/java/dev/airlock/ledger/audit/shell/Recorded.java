package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import java.time.Instant;

/** A record as it was read. The array is not copied: treat it as read-only. */
public final class Recorded {
    private final RecordPlace place;
    private final Instant appended;
    private final byte[] value;

    /** @param appended when the broker took it */
    public Recorded(RecordPlace place, Instant appended, byte[] value) {
        this.place = place;
        this.appended = appended;
        this.value = value;
    }

    public RecordPlace place() {
        return place;
    }

    /** When the broker took it, by the broker's clock. */
    public Instant appended() {
        return appended;
    }

    public byte[] value() {
        return value;
    }
}
