package dev.airlock.redteam;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.redteam");
    }
}
