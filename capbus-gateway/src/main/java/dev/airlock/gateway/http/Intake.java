package dev.airlock.gateway.http;

import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.wire.FrameReader;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.wire.Decoded;
import dev.airlock.schemas.wire.Intents;
import java.util.UUID;

/** A body to what it wants. Pure but for the name of an intent that brings none. */
sealed interface Intake {
    /** A frame, as the MUX takes it, under this name. */
    record Framed(Frame frame, IntentKey key) implements Intake {}

    /** An intent with its caller's signature, or with none. */
    record Enveloped(Intents.Opened opened) implements Intake {}

    /** Neither; it is answered with 400 and a token. */
    record Bad(FrameRead.Bad why) implements Intake {}

    /** @param session for a frame that names none */
    static Intake ofFrame(byte[] body, String session) {
        return switch (FrameReader.read(body)) {
            case FrameRead.Good(Frame frame) -> {
                var key = new IntentKey(
                        frame.session().orElse(session),
                        frame.id().orElseGet(() -> UUID.randomUUID().toString()));
                yield new Framed(frame.named(key), key);
            }
            case FrameRead.Cancel cancel ->
                new Bad(new FrameRead.Bad(
                        cancel.channelId(),
                        "",
                        "",
                        "by HTTP an intent is cancelled with DELETE /v1/intents/SESSION/ID"));
            case FrameRead.Bad bad -> new Bad(bad);
        };
    }

    /** @param keys whose signatures count */
    static Intake ofEnvelope(byte[] body, CallerKeys keys) {
        return switch (Intents.open(body, keys)) {
            case Decoded.Malformed<Intents.Opened>(String reason) ->
                new Bad(FrameRead.Bad.unframed("the body is no intent's record: " + reason));
            case Decoded.Good<Intents.Opened>(Intents.Opened opened) -> {
                Intent intent = opened.intent();
                yield intent.contentBytes() <= Frame.PAYLOAD_BYTES_MAX
                        ? new Enveloped(opened)
                        : new Bad(new FrameRead.Bad(
                                0,
                                intent.intent(),
                                intent.fromAint(),
                                "payload and inputs have " + intent.contentBytes() + " bytes; at most "
                                        + Frame.PAYLOAD_BYTES_MAX + " are allowed"));
            }
        };
    }
}
