package dev.airlock.node.dials;

import java.util.List;
import java.util.Optional;

/** What a running service shows an operator. Any thread; nothing here waits. */
public interface Panel {
    /**
     * Why it is not ready for work, in words; empty if it is. A service is ready when {@code airlock health} would say that it is at work: by its
     * own knowledge, without asking the bus.
     */
    List<String> unready();

    /** Why it will not work again before its process is started anew, in words; empty while it may. */
    default Optional<String> broken() {
        return Optional.empty();
    }

    /** Puts its numbers among those that are read. */
    void show(Dials dials);
}
