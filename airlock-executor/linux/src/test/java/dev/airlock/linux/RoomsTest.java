package dev.airlock.linux;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.linux",
                "dev.airlock.road",
                "dev.airlock.image",
                "dev.airlock.microvm",
                "dev.airlock.executor",
                "dev.airlock.schemas");
    }
}
