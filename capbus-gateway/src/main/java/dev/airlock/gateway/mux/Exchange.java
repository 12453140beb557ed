package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.wire.Intents;
import java.util.concurrent.CompletionStage;

/** Turns wishes into answers, whichever protocol brought them. Safe for any thread. */
public interface Exchange {
    /**
     * Takes a frame on; may block for a moment, never for the run. The calls of one connection come one after another.
     *
     * @param read what became of the frame's bytes
     * @param bytes those bytes, or as many of them as there are
     * @param client whose frame it is
     * @param live gets what the program writes while it runs
     * @return the answer, in any thread; it never fails
     */
    CompletionStage<Answer> submit(FrameRead read, byte[] bytes, Client client, LiveOutput live);

    /**
     * Whether {@link #submit(FrameRead, byte[], Client, LiveOutput)} takes some microseconds with this frame and waits for nobody, so that an event loop may
     * call it.
     *
     * @param bytes the frame's
     */
    default boolean isBrief(FrameRead read, byte[] bytes) {
        return false;
    }

    /**
     * Takes on an intent that brings its caller's signature, or none; the listener vouches for nothing of it.
     *
     * @param record its record, as it came
     */
    CompletionStage<Answer> submit(Intents.Opened opened, byte[] record, Client client, LiveOutput live);

    /**
     * Refuses a wish that is not looked at, with a token under a name of its own.
     *
     * @param known what is known of it
     * @param bytes those of the wish
     */
    CompletionStage<Answer> refuse(FrameRead.Bad known, byte[] bytes, Refusal refusal);
}
