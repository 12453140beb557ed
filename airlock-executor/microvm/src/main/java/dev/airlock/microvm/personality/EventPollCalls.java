package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** epoll_create, epoll_ctl, epoll_wait and their kin. Source: include/uapi/linux/eventpoll.h, v6.12. */
final class EventPollCalls {
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    /** struct epoll_event is packed on x86-64. */
    private static final int EVENT_BYTES = 12;

    /** All registrations of a guest together (fs.epoll.max_user_watches). */
    private static final int INTERESTS_MAX = 1024;

    private EventPollCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.EPOLL_CREATE, (process, call) -> (int) call.a0() <= 0 ? Errors.EINVAL : create(process, 0));
        table.put(Numbers.EPOLL_CREATE1, (process, call) -> create(process, (int) call.a0()));
        table.put(Numbers.EPOLL_CTL, EventPollCalls::control);
        table.put(Numbers.EPOLL_WAIT, (process, call) -> await(process, call, PollCalls.millis(call.a3())));
        table.put(Numbers.EPOLL_PWAIT, EventPollCalls::pwait);
        table.put(Numbers.EPOLL_PWAIT2, EventPollCalls::pwait2);
    }

    private static long create(GuestProcess process, int flags) {
        return (flags & ~OpenCalls.O_CLOEXEC) != 0
                ? Errors.EINVAL
                : OpenCalls.install(process, new EventPoll(), flags | Description.O_RDWR);
    }

    @SuppressWarnings("ReferenceEquality") // whether it is this very list, not one like it
    private static long control(GuestProcess process, Event.Call call) throws BadAddress {
        int operation = (int) call.a1();
        byte[] event =
                operation == DELETE ? new byte[EVENT_BYTES] : process.memory().read(call.a3(), EVENT_BYTES);
        ByteBuffer words = ByteBuffer.wrap(event).order(ByteOrder.LITTLE_ENDIAN);
        int events = words.getInt();
        long value = words.getLong();
        Description poll = process.descriptors().at((int) call.a0()).orElse(null);
        Description file = process.descriptors().at((int) call.a2()).orElse(null);
        if (poll == null || file == null) {
            return Errors.EBADF;
        }
        if (file.channel.isSeekable() || (file.flags() & Description.O_PATH) != 0) {
            return Errors.EPERM;
        }
        if (!(poll.channel instanceof EventPoll list) || poll.channel == file.channel) {
            return Errors.EINVAL;
        }
        process.interestsBy(-list.prune());
        Optional<EventPoll.Interest> known = list.find((int) call.a2(), file);
        return switch (operation) {
            case ADD -> known.isPresent() ? Errors.EEXIST : add(process, list, (int) call.a2(), file, events, value);
            case MODIFY -> {
                known.ifPresent(interest -> interest.set(events, value));
                yield known.isPresent() ? 0 : Errors.ENOENT;
            }
            case DELETE -> {
                known.ifPresent(interest -> {
                    list.remove(interest);
                    process.interestsBy(-1);
                });
                yield known.isPresent() ? 0 : Errors.ENOENT;
            }
            default -> Errors.EINVAL;
        };
    }

    private static long add(
            GuestProcess process, EventPoll list, int number, Description file, int events, long value) {
        if (process.interests() >= INTERESTS_MAX) {
            return Errors.ENOSPC;
        }
        if (file.channel instanceof EventPoll inner
                && (inner.holds(list, 0) || inner.depth(0) >= EventPoll.NESTS_MAX)) {
            return Errors.ELOOP;
        }
        EventPoll.Interest interest = new EventPoll.Interest(number, file);
        interest.set(events, value);
        list.add(interest);
        process.interestsBy(1);
        return 0;
    }

    private static long pwait(GuestProcess process, Event.Call call) throws BadAddress {
        long error = PollCalls.maskFor(process, call.a4(), call.a5());
        return error < 0 ? error : await(process, call, PollCalls.millis(call.a3()));
    }

    private static long pwait2(GuestProcess process, Event.Call call) throws BadAddress {
        long nanos = PollCalls.timeoutAt(process, call.a3(), 1);
        long error = nanos < 0 ? nanos : PollCalls.maskFor(process, call.a4(), call.a5());
        return error < 0 ? error : await(process, call, nanos);
    }

    private static long await(GuestProcess process, Event.Call call, long nanos) throws BadAddress {
        int most = (int) call.a2();
        if (most <= 0 || most > Integer.MAX_VALUE / EVENT_BYTES) {
            return Errors.EINVAL;
        }
        Description poll = process.descriptors().at((int) call.a0()).orElse(null);
        if (poll == null) {
            return Errors.EBADF;
        }
        if (!(poll.channel instanceof EventPoll list)) {
            return Errors.EINVAL;
        }
        process.interestsBy(-list.prune());
        int room = Math.min(most, INTERESTS_MAX);
        Waiting.Woken woken =
                process.waiting().until(() -> !list.ready(process, 1).isEmpty(), TimeCalls.point(process, nanos));
        if (woken == Waiting.Woken.SIGNAL) {
            return Errors.EINTR;
        }
        return tell(process, list, list.ready(process, room), call.a1());
    }

    private static long tell(GuestProcess process, EventPoll list, List<EventPoll.Interest> ready, long into)
            throws BadAddress {
        ByteBuffer events = ByteBuffer.allocate(ready.size() * EVENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (EventPoll.Interest interest : ready) {
            events.putInt(interest.ready(process)).putLong(interest.value);
        }
        process.memory().write(into, events.array());
        list.told(ready);
        return ready.size();
    }
}
