package dev.airlock.container;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.container", "dev.airlock.road", "dev.airlock.executor", "dev.airlock.schemas");
    }
}
