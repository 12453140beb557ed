package dev.airlock.snaft.shell;

import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.wire.Intents.Opened;
import dev.airlock.snaft.model.Facts;
import java.time.Instant;

/** What there is to judge of an intent that was read. */
final class FactsOf {
    private FactsOf() {}

    static Facts opened(Opened opened, Bytes record, Entrance entrance, Instant receivedAt) {
        return new Facts(
                opened.intent(),
                Callers.of(opened.caller()),
                record,
                opened.intentHash(),
                opened.payloadHash(),
                ReadableText.of(opened.intent()),
                entrance,
                opened.acting(),
                receivedAt);
    }

    /** The same without what had to be read for it, for when the reading met a defect: nothing of it passes, so nothing of it is looked at. */
    static Facts unread(Opened opened, Bytes record, Entrance entrance, Instant receivedAt) {
        return new Facts(
                opened.intent(),
                Callers.of(opened.caller()),
                record,
                opened.intentHash(),
                opened.payloadHash(),
                "",
                entrance,
                receivedAt);
    }
}
