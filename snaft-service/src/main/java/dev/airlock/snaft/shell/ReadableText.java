package dev.airlock.snaft.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.NamedFile;

/** What the rules read of an intent. A program can read and run what it was given, so the input files count as the payload does. */
final class ReadableText {
    private ReadableText() {}

    /** The payload, then each input file on lines of its own, as UTF-8; what is no UTF-8 is replaced. */
    static String of(Intent intent) {
        String payload = new String(intent.payload().toArray(), UTF_8);
        if (intent.inputs().isEmpty()) {
            return payload;
        }
        StringBuilder text = new StringBuilder(payload);
        for (NamedFile input : intent.inputs()) {
            text.append('\n').append(new String(input.content().toArray(), UTF_8));
        }
        return text.toString();
    }
}
