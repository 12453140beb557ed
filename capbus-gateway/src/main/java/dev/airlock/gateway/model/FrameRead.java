package dev.airlock.gateway.model;

import dev.airlock.schemas.model.IntentKey;
import java.util.Optional;

/** What became of a frame's bytes. */
public sealed interface FrameRead {
    /** A wish that can be put on the road. */
    record Good(Frame frame) implements FrameRead {}

    /**
     * No wish, but the end of one.
     *
     * @param channelId the client's number for this frame, 0 to 2^32 - 1
     * @param session the session of the intent to be cancelled; empty means the connection's own
     * @param id that intent's id
     */
    record Cancel(long channelId, Optional<String> session, String id) implements FrameRead {
        public Cancel {
            if (channelId < 0 || channelId > Frame.CHANNEL_MAX) {
                throw new IllegalArgumentException(
                        "channel_id is " + channelId + "; it must be 0 to " + Frame.CHANNEL_MAX);
            }
            new IntentKey(session.orElse("s"), id);
        }
    }

    /**
     * No wish; the answer is 400 and a token.
     *
     * @param channelId the frame's channel, as far as it could be read; else 0
     * @param intent the frame's intent, as far as it could be read; else empty
     * @param fromAint who asked, as far as it could be read; else empty
     * @param reason what is wrong, and how it would be right
     */
    record Bad(long channelId, String intent, String fromAint, String reason) implements FrameRead {
        /** Bytes in which no frame could be found at all. */
        public static Bad unframed(String reason) {
            return new Bad(0, "", "", reason);
        }
    }
}
