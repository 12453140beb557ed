package dev.airlock.schemas.rooms.planted.wire;

import dev.airlock.schemas.rooms.planted.decide.ImpureRule;
import dev.airlock.schemas.rooms.planted.other.StrangerManager;
import dev.airlock.schemas.rooms.planted.shell.Door;
import java.lang.foreign.Linker;

/** A codec that judges what it reads, and calls C. */
public final class JudgingCodec {
    private JudgingCodec() {}

    public static boolean read() {
        return ImpureRule.decide(new Door(), new StrangerManager())
                && Linker.nativeLinker().defaultLookup().find("getpid").isPresent();
    }
}
