package dev.airlock.gateway.mux;

import java.util.HashMap;
import java.util.Map;

/**
 * The connections that a listener has room for. On one for strangers nobody's neighbourhood takes more than a quarter of them, so that one host does
 * not keep all others out. Any thread.
 */
public final class Places {
    private static final int SHARE = 4;

    private final int most;
    private final int mostOfOne;
    private final Map<String, Integer> taken = new HashMap<>();
    private int inAll;

    /**
     * @param most connections at a time
     * @param local whether they are all this machine's user's
     */
    public Places(int most, boolean local) {
        this.most = most;
        this.mostOfOne = local ? most : Math.max(1, most / SHARE);
    }

    /** Takes a place for a connection from there, if there is one for it. */
    public synchronized boolean take(String address) {
        String one = Neighbourhood.of(address);
        int own = taken.getOrDefault(one, 0);
        if (inAll >= most || own >= mostOfOne) {
            return false;
        }
        inAll++;
        taken.put(one, own + 1);
        return true;
    }

    /** It is closed. */
    public synchronized void leave(String address) {
        inAll--;
        taken.computeIfPresent(Neighbourhood.of(address), (_, count) -> count == 1 ? null : count - 1);
    }

    /** How many are taken. */
    public synchronized int taken() {
        return inAll;
    }
}
