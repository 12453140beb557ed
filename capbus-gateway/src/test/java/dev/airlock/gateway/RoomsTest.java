package dev.airlock.gateway;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.gateway", "dev.airlock.policy", "dev.airlock.snaft", "dev.airlock.executor");
    }
}
