package dev.airlock.lane.journal;

/** A write or a sync failed, so nobody knows what is on the disk: this journal takes nothing more until it is opened again. */
public final class JournalBroken extends Exception {
    private static final long serialVersionUID = 1;

    JournalBroken(String message, Throwable cause) {
        super(message, cause);
    }
}
