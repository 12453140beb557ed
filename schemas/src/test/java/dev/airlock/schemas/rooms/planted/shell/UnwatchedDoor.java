package dev.airlock.schemas.rooms.planted.shell;

import dev.airlock.schemas.rooms.planted.other.PlainStarts;

/** Runs a program without a filter. */
public final class UnwatchedDoor {
    private UnwatchedDoor() {}

    public static int run() {
        return PlainStarts.start();
    }
}
