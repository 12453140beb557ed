package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import java.time.Instant;
import java.util.Optional;

/** A record as it was read. The arrays are not copied: treat them as read-only. Its headers name a trace, which nobody signs: they are not kept. */
public final class Recorded {
    private final RecordPlace place;
    private final Instant appended;
    private final Optional<byte[]> key;
    private final byte[] value;

    /**
     * @param appended when the broker took it
     * @param key its key, without bytes if it has none; empty where whoever kept the record did not keep keys
     */
    public Recorded(RecordPlace place, Instant appended, Optional<byte[]> key, byte[] value) {
        this.place = place;
        this.appended = appended;
        this.key = key;
        this.value = value;
    }

    public RecordPlace place() {
        return place;
    }

    /** When the broker took it, by the broker's clock. */
    public Instant appended() {
        return appended;
    }

    /** By what readers find it, and a broker would compact it. */
    public Optional<byte[]> key() {
        return key;
    }

    public byte[] value() {
        return value;
    }
}
