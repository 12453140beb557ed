package dev.airlock.microvm;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.microvm", "dev.airlock.road", "dev.airlock.executor", "dev.airlock.schemas");
    }
}
