package dev.airlock.schemas.rooms;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super("dev.airlock.schemas", "dev.airlock.road", "dev.airlock.provenance", "dev.airlock.policy");
    }
}
