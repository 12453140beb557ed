package dev.airlock.road;

import dev.airlock.schemas.rooms.RoomsLaws;

/** The road carries records for every house and knows none of them. */
final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.road",
                "dev.airlock.policy",
                "dev.airlock.snaft",
                "dev.airlock.gateway",
                "dev.airlock.executor",
                "dev.airlock.node",
                "dev.airlock.cli");
    }
}
