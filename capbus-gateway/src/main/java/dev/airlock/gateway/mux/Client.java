package dev.airlock.gateway.mux;

import dev.airlock.lane.Attendance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TraceContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One connection as exchanges know it: its own session, and the intents that it waits for. Any thread. */
public final class Client {
    private final String session;
    private final String address;
    private final Optional<TraceContext> trace;
    private final Map<Pending, Optional<Runnable>> pending = new HashMap<>();
    private boolean gone;

    /**
     * @param session for wishes that name none
     * @param address where it comes from, without its port
     */
    public Client(String session, String address) {
        this(session, address, Optional.empty());
    }

    /** @param trace which of its traces all its wishes belong to, unless they say it themselves */
    public Client(String session, String address, Optional<TraceContext> trace) {
        this.session = session;
        this.address = address;
        this.trace = trace;
    }

    /** One intent that the connection waits for; each frame has one of its own. */
    static final class Pending implements Attendance {
        private final IntentKey key;
        private final LiveOutput live;
        private final Optional<TraceContext> trace;
        private volatile boolean copy;

        private Pending(IntentKey key, LiveOutput live, Optional<TraceContext> trace) {
            this.key = key;
            this.live = live;
            this.trace = trace;
        }

        @Override
        public Optional<TraceContext> trace() {
            return trace;
        }

        @Override
        public void wrote(boolean error, byte[] bytes) {
            live.wrote(error, bytes);
        }

        @Override
        public void waitsForAnothers() {
            copy = true;
        }

        /** Whether somebody else was first with its intent. */
        boolean isCopy() {
            return copy;
        }

        IntentKey key() {
            return key;
        }
    }

    /** Where it comes from. */
    String address() {
        return address;
    }

    /** Which of its traces its wishes belong to. */
    public Optional<TraceContext> trace() {
        return trace;
    }

    /** For frames that name none. */
    public String session() {
        return session;
    }

    /** @param live gets what its program writes */
    Pending enter(IntentKey key, LiveOutput live) {
        return enter(key, live, trace);
    }

    /** @param named which of its traces the wish says that it belongs to; empty for the client's own */
    synchronized Pending enter(IntentKey key, LiveOutput live, Optional<TraceContext> named) {
        var one = new Pending(key, live, named.or(() -> trace));
        pending.put(one, Optional.empty());
        return one;
    }

    /** It is answered. */
    synchronized void leave(Pending one) {
        pending.remove(one);
    }

    /** What is under way for this connection under that key: an intent, and copies of it. */
    synchronized List<Pending> under(IntentKey key) {
        return pending.keySet().stream().filter(one -> one.key.equals(key)).toList();
    }

    /** The keys under which something of that id is under way for this connection; an intent and its copies have one. */
    synchronized List<IntentKey> called(String id) {
        return pending.keySet().stream()
                .map(Pending::key)
                .filter(key -> key.id().equals(id))
                .distinct()
                .toList();
    }

    /** What is to be done if the connection ends while it waits; at once if it has ended, and not at all if it waits no more. */
    void whenGone(Pending one, Runnable act) {
        synchronized (this) {
            if (!gone) {
                pending.computeIfPresent(one, (_, _) -> Optional.of(act));
                return;
            }
        }
        act.run();
    }

    /** The connection has ended, or its client has shut its side. */
    public void goes() {
        List<Runnable> acts;
        synchronized (this) {
            gone = true;
            acts = new ArrayList<>(
                    pending.values().stream().flatMap(Optional::stream).toList());
            pending.replaceAll((_, _) -> Optional.empty());
        }
        acts.forEach(Runnable::run);
    }
}
