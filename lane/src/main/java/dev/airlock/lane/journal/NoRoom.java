package dev.airlock.lane.journal;

/** There is no room for what is to be appended; nothing was written. It is worth trying again later. */
public final class NoRoom extends Exception {
    private static final long serialVersionUID = 1;

    NoRoom(String message) {
        super(message);
    }
}
