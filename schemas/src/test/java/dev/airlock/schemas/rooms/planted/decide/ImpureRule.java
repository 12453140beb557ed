package dev.airlock.schemas.rooms.planted.decide;

import dev.airlock.schemas.rooms.planted.other.StrangerManager;
import dev.airlock.schemas.rooms.planted.shell.Door;
import java.io.File;
import java.time.Instant;

/** A rule that reads a clock and a file, knows the shell and another house. */
public final class ImpureRule {
    private ImpureRule() {}

    public static boolean decide(Door door, StrangerManager stranger) {
        return Instant.now().isAfter(Instant.EPOCH) && new File(door.hashCode() + "." + stranger.hashCode()).exists();
    }
}
