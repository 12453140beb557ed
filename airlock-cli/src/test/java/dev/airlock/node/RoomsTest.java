package dev.airlock.node;

import dev.airlock.schemas.rooms.RoomsLaws;

/** The node starts every house, and knows nothing of the command. */
final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.node", "dev.airlock.cli", "dev.airlock.microvm", "dev.airlock.linux");
    }
}
