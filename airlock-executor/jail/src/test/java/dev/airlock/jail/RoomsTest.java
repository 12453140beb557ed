package dev.airlock.jail;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.jail",
                "dev.airlock.road",
                "dev.airlock.image",
                "dev.airlock.microvm",
                "dev.airlock.executor");
    }
}
