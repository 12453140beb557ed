package dev.airlock.executor.shell;

import dev.airlock.container.MemoryLimit;
import dev.airlock.executor.model.GuestRoom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many guests fit beside this process, and what is said of it. */
final class HostRoom {
    private static final Logger LOG = LoggerFactory.getLogger(HostRoom.class);

    /** As it was at the start: slots are counted once. */
    static final GuestRoom HERE = new GuestRoom(
            Runtime.getRuntime().availableProcessors(),
            MemoryLimit.ofThisProcess(),
            Runtime.getRuntime().maxMemory());

    private HostRoom() {}

    /** Says that slots do not fit, or that there would be more if they did. */
    static void tell(GuestRoom room, int slots) {
        if (!room.holds(slots)) {
            LOG.warn("slots={} do not fit: {}; set slots, or give it more memory", slots, room);
        } else if (slots == room.slots() && slots < room.processors()) {
            LOG.info("slots={} for {} processors, since more do not fit: {}", slots, room.processors(), room);
        }
    }
}
