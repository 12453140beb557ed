package dev.airlock.lane.journal;

import java.io.IOException;

/**
 * File IO of a thread that may have been interrupted. An interrupt closes the channel that such a thread uses (see {@link
 * java.nio.channels.InterruptibleChannel}), for everybody and for good; so it waits until the IO is done.
 */
final class Undisturbed {
    private Undisturbed() {}

    /** What is to be done with a file. */
    interface Deed {
        void act() throws IOException;
    }

    /** What is wanted of a file. */
    interface Question<T> {
        T ask() throws IOException;
    }

    static void act(Deed deed) throws IOException {
        ask(() -> {
            deed.act();
            return true;
        });
    }

    static <T> T ask(Question<T> question) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            return question.ask();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
