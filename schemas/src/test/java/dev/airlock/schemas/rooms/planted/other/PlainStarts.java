package dev.airlock.schemas.rooms.planted.other;

/** Called as what starts programs that nobody watches. */
public final class PlainStarts {
    private PlainStarts() {}

    public static int start() {
        return 1;
    }
}
