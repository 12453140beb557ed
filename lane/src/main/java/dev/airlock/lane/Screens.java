package dev.airlock.lane;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.wire.Intents;
import java.time.Instant;

/** Snaft's part. Pure; any thread. */
public interface Screens {
    /** Snaft's word on an intent that came at this door. */
    Screening screen(Intents.Opened intent, Bytes record, Entrance entrance, Instant now);
}
