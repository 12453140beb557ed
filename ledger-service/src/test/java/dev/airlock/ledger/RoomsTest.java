package dev.airlock.ledger;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.ledger",
                "dev.airlock.policy",
                "dev.airlock.snaft",
                "dev.airlock.gateway",
                "dev.airlock.executor");
    }
}
