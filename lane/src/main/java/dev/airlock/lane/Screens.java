package dev.airlock.lane;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Intents;
import java.time.Instant;

/** Snaft's part. Any thread. */
public interface Screens {
    /** Whether nobody waits any more for what it goes by: then it screens without waiting for the bus, for good. */
    boolean atHand();

    /** Snaft's word on an intent that came at this door. */
    Screening screen(Intents.Opened intent, Bytes record, Entrance entrance, Instant now);
}
