package dev.airlock.gateway.model;

/** What became of a frame's bytes. */
public sealed interface FrameRead {
    /** A wish that can be put on the road. */
    record Good(Frame frame) implements FrameRead {}

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
