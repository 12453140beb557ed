package dev.airlock.lane;

import dev.airlock.schemas.rooms.RoomsLaws;

/** The lane knows the houses by their ports only. */
final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.lane",
                "dev.airlock.policy",
                "dev.airlock.snaft",
                "dev.airlock.gateway",
                "dev.airlock.executor");
    }
}
