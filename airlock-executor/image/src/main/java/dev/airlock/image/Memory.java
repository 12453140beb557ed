package dev.airlock.image;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Native memory for layers: it lives as long as something points into it, and the garbage collector never copies it. */
final class Memory {
    private Memory() {}

    static MemorySegment allocate(long bytes, String thing) throws ImageRejected {
        try {
            return Arena.ofAuto().allocate(bytes, 64);
        } catch (OutOfMemoryError e) {
            String value = "does not fit: " + bytes + " bytes, " + e.getMessage();
            throw new ImageRejected(thing, value, "give the JVM more with -XX:MaxDirectMemorySize");
        }
    }
}
