package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Copies;
import dev.airlock.microvm.files.Errors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What epoll_create opens: a list of descriptors and what one wants to know of each. */
final class EventPoll implements Channel {
    static final int EDGE = 1 << 31;
    static final int ONE_SHOT = 1 << 30;

    /** How deep one may watch another (EP_MAX_NESTS of fs/eventpoll.c). */
    static final int NESTS_MAX = 4;

    /** One registration: of a description, under the number it had. */
    static final class Interest {
        final int number;
        final Description file;
        int events;
        long value;
        private long seenChanges = -1;
        private boolean spent;

        Interest(int number, Description file) {
            this.number = number;
            this.file = file;
        }

        void set(int nextEvents, long nextValue) {
            events = nextEvents;
            value = nextValue;
            seenChanges = -1;
            spent = false;
        }

        /** What of it holds now and has not been told yet. */
        int ready(GuestProcess process) {
            boolean told = (events & EDGE) != 0 && seenChanges == file.channel.changes();
            return spent || told ? 0 : file.channel.readiness(process) & (events | ERROR | HANG_UP);
        }

        void told() {
            seenChanges = file.channel.changes();
            spent = (events & ONE_SHOT) != 0;
        }
    }

    private final List<Interest> interests = new ArrayList<>();

    Optional<Interest> find(int number, Description file) {
        return interests.stream()
                .filter(one -> one.number == number && one.file == file)
                .findFirst();
    }

    void add(Interest interest) {
        interests.add(interest);
    }

    void remove(Interest interest) {
        interests.remove(interest);
    }

    /** Forgets those whose description is closed, and says how many. */
    int prune() {
        int before = interests.size();
        interests.removeIf(one -> !one.file.isOpen());
        return before - interests.size();
    }

    /** The ready ones, the longest untold first. */
    List<Interest> ready(GuestProcess process, int most) {
        List<Interest> ready = new ArrayList<>();
        for (Interest interest : interests) {
            if (ready.size() < most && interest.file.isOpen() && interest.ready(process) != 0) {
                ready.add(interest);
            }
        }
        return ready;
    }

    /** Tells of them: they go to the end of the line. */
    void told(List<Interest> ready) {
        ready.forEach(Interest::told);
        interests.removeAll(ready);
        interests.addAll(ready);
    }

    /** How many levels of these lie in one another, this one counted; more than {@link #NESTS_MAX} is not looked into. */
    int depth(int level) {
        int deepest = 1;
        for (Interest interest : interests) {
            if (level <= NESTS_MAX && interest.file.channel instanceof EventPoll inner) {
                deepest = Math.max(deepest, 1 + inner.depth(level + 1));
            }
        }
        return deepest;
    }

    /** Whether {@code wanted} is this one or lies in it. */
    boolean holds(EventPoll wanted, int level) {
        return this == wanted
                || (level <= NESTS_MAX
                        && interests.stream()
                                .anyMatch(one ->
                                        one.file.channel instanceof EventPoll inner && inner.holds(wanted, level + 1)));
    }

    @Override
    public long read(GuestProcess process, Description by, long position, Pieces into) {
        return Errors.EINVAL;
    }

    @Override
    public long write(GuestProcess process, Description by, long position, Pieces from) {
        return Errors.EINVAL;
    }

    @Override
    public int readiness(GuestProcess process) {
        return ready(process, 1).isEmpty() ? 0 : IN;
    }

    @Override
    public Channel copy(Copies copies) {
        EventPoll copy = new EventPoll();
        copies.put(this, copy);
        for (Interest one : interests) {
            Interest other = new Interest(one.number, one.file.copy(copies));
            other.set(one.events, one.value);
            other.seenChanges = one.seenChanges;
            other.spent = one.spent;
            copy.interests.add(other);
        }
        return copy;
    }
}
