package dev.airlock.snaft;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.snaft", "dev.airlock.policy", "dev.airlock.gateway", "dev.airlock.executor");
    }
}
