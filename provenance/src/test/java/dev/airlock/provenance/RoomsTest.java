package dev.airlock.provenance;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.provenance",
                "dev.airlock.road",
                "dev.airlock.policy",
                "dev.airlock.snaft",
                "dev.airlock.gateway",
                "dev.airlock.executor");
    }
}
