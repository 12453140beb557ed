package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Errors;
import dev.airlock.microvm.machine.BadAddress;
import dev.airlock.microvm.machine.Event;

/** Things to wait for that are no files: pipe, eventfd, timerfd. */
final class EventCalls {
    private static final int EFD_SEMAPHORE = 1;
    private static final int FLAGS = Description.O_NONBLOCK | OpenCalls.O_CLOEXEC;
    private static final int O_DIRECT = 040000;

    private EventCalls() {}

    static void enter(CallTable table) {
        table.put(Numbers.PIPE, (process, call) -> pipe(process, call.a0(), 0));
        table.put(Numbers.PIPE2, (process, call) -> pipe(process, call.a0(), (int) call.a1()));
        table.put(Numbers.EVENTFD, (process, call) -> eventfd(process, (int) call.a0(), 0));
        table.put(Numbers.EVENTFD2, (process, call) -> eventfd(process, (int) call.a0(), (int) call.a1()));
        table.put(Numbers.TIMERFD_CREATE, EventCalls::timerCreate);
        table.put(Numbers.TIMERFD_SETTIME, EventCalls::timerSet);
        table.put(Numbers.TIMERFD_GETTIME, EventCalls::timerGet);
    }

    private static long pipe(GuestProcess process, long into, int flags) throws BadAddress {
        if ((flags & ~(FLAGS | O_DIRECT)) != 0) {
            return Errors.EINVAL;
        }
        process.memory().checkWritable(into, 2 * Integer.BYTES);
        if (!process.descriptors().hasRoom(2)) {
            return Errors.EMFILE;
        }
        Pipe pipe = new Pipe();
        long reading = OpenCalls.install(process, new PipeEnd(pipe, false), flags);
        long writing = OpenCalls.install(process, new PipeEnd(pipe, true), flags | Description.O_WRONLY);
        process.memory().writeInt(into, (int) reading);
        process.memory().writeInt(into + Integer.BYTES, (int) writing);
        return 0;
    }

    private static long eventfd(GuestProcess process, int value, int flags) {
        if ((flags & ~(FLAGS | EFD_SEMAPHORE)) != 0) {
            return Errors.EINVAL;
        }
        EventCounter counter = new EventCounter(Integer.toUnsignedLong(value), (flags & EFD_SEMAPHORE) != 0);
        return OpenCalls.install(process, counter, (flags & FLAGS) | Description.O_RDWR);
    }

    private static long timerCreate(GuestProcess process, Event.Call call) {
        int flags = (int) call.a1();
        if ((flags & ~FLAGS) != 0 || !TimeCalls.hasTimers((int) call.a0())) {
            return Errors.EINVAL;
        }
        boolean wall = TimeCalls.isWall((int) call.a0());
        return OpenCalls.install(process, new TimerChannel(wall), flags | Description.O_RDWR);
    }

    private static long timerSet(GuestProcess process, Event.Call call) throws BadAddress {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null) {
            return Errors.EBADF;
        }
        // Bit 1 is TFD_TIMER_CANCEL_ON_SET: nobody sets the clock here.
        if (!(file.channel instanceof TimerChannel timer) || ((int) call.a1() & ~3) != 0) {
            return Errors.EINVAL;
        }
        timer.look(process.clock().monotonicNanos());
        boolean absolute = (call.a1() & 1) != 0;
        long set = TimerCalls.set(process, timer.countdown, timer.wall, absolute, call.a2(), call.a3());
        if (set == 0) {
            timer.forget();
        }
        return set;
    }

    private static long timerGet(GuestProcess process, Event.Call call) throws BadAddress {
        Description file = process.descriptors().at((int) call.a0()).orElse(null);
        if (file == null) {
            return Errors.EBADF;
        }
        if (!(file.channel instanceof TimerChannel timer)) {
            return Errors.EINVAL;
        }
        long now = process.clock().monotonicNanos();
        timer.look(now);
        TimerCalls.tell(process, timer.countdown, now, call.a1());
        return 0;
    }
}
