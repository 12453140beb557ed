package dev.airlock.executor;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.executor", "dev.airlock.policy", "dev.airlock.snaft", "dev.airlock.gateway");
    }
}
