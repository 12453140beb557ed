package dev.airlock.client;

import dev.airlock.schemas.rooms.RoomsLaws;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.client",
                "dev.airlock.policy",
                "dev.airlock.snaft",
                "dev.airlock.gateway",
                "dev.airlock.executor",
                "dev.airlock.lane",
                "dev.airlock.road",
                "org.apache.kafka",
                "io.vertx");
    }
}
