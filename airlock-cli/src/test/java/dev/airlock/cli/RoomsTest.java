package dev.airlock.cli;

import dev.airlock.schemas.rooms.RoomsLaws;

/** The command may know every house, for it starts them. */
final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.cli", "dev.airlock.microvm");
    }
}
