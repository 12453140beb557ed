package dev.airlock.setup;

import dev.airlock.schemas.rooms.RoomsLaws;

/** The commands start a set-up, and it knows none of them. */
final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.setup", "dev.airlock.cli");
    }
}
