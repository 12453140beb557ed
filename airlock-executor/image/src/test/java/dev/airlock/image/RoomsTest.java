package dev.airlock.image;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.image",
                "dev.airlock.road",
                "dev.airlock.linux",
                "dev.airlock.microvm",
                "dev.airlock.executor");
    }
}
