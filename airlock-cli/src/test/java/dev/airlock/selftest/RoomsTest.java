package dev.airlock.selftest;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.selftest",
                "dev.airlock.microvm",
                "dev.airlock.linux",
                "dev.airlock.road",
                "dev.airlock.node");
    }
}
