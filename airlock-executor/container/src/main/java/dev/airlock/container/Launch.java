package dev.airlock.container;

import dev.airlock.linux.Errno;
import dev.airlock.linux.PidFd;
import dev.airlock.linux.PipeEnd;
import dev.airlock.linux.Poll;
import dev.airlock.linux.SeccompListener;
import dev.airlock.linux.SeccompNotif;
import dev.airlock.linux.UnixListener;
import dev.airlock.linux.UnixPeer;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.SyscallCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** Starts one container and brings it to where its program waits for its payload. For one thread, once. */
final class Launch {
    /** Up to where its program waits for its payload. */
    static final Duration MOST = Duration.ofSeconds(30);

    private static final int LOOK_MILLIS = 50;
    private static final int SAID_MAX = 600;
    /** A runtime makes eight calls or so between its filter and its execve. */
    private static final int LAUNCH_CALLS_MAX = 256;
    /** What a runtime of many threads has in the group of its container for a moment, beside the program. */
    private static final int RUNTIME_PROCESSES = 64;

    private static final Duration LOOK = Duration.ofNanos(500_000);

    static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");

    private final Surroundings surroundings;
    private final ContainerSpec spec;
    private final String name;
    private final Path bundle;
    private final Path root;
    private final Runnable gone;
    private final Duration most;
    private final long deadline;

    /**
     * One that begins now.
     *
     * @param most how long it may take
     * @param gone told once nothing of the container is there any more
     */
    Launch(
            Surroundings surroundings,
            ContainerSpec spec,
            String name,
            Path bundle,
            Path root,
            Duration most,
            Runnable gone) {
        this.surroundings = surroundings;
        this.spec = spec;
        this.name = name;
        this.bundle = bundle;
        this.root = root;
        this.most = most;
        this.deadline = System.nanoTime() + most.toNanos();
        this.gone = gone;
    }

    /** @param place where it was told to lie */
    ParkedContainer park(ContainerSpec.Place place) throws ContainerFailed {
        Arena arena = Arena.ofConfined();
        Parts parts = new Parts(arena, bundle, name, surroundings.groups(), gone);
        boolean parked = false;
        try (UnixListener socket = UnixListener.at(bundle.resolve(Surroundings.SOCKET))) {
            int beside = leavesToUs() ? RUNTIME_PROCESSES : 0;
            surroundings.groups().prepare("/" + name, spec.groupBytes(), ContainerSpec.PROCESSES_MAX + beside);
            var started = Channels.start(this::start);
            parts.process = started.program();
            parts.channels = started.channels();
            parts.poll = new Poll(arena, ParkedContainer.PLACES);
            parts.listener = listener(parts, socket);
            parts.call = new SeccompNotif(arena);
            OptionalInt mount = warmUp(parts, place);
            parked = true;
            return new ParkedContainer(
                    spec, spec.digest(place, surroundings.groups().usable()), parts, mount);
        } catch (Errno | IOException | IllegalArgumentException e) {
            throw new ContainerFailed("no container: " + e.getMessage() + said(parts), e);
        } finally {
            if (!parked) {
                parts.close();
            }
        }
    }

    private Process start(PipeEnd in, PipeEnd out, PipeEnd err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(surroundings.command(root, bundle, name))
                .directory(bundle.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(in.file()))
                .redirectOutput(ProcessBuilder.Redirect.to(out.file()))
                .redirectError(ProcessBuilder.Redirect.to(err.file()));
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return builder.start();
    }

    /** Waits until the runtime has handed over the end at which the container's calls arrive. */
    private SeccompListener listener(Parts parts, UnixListener socket) throws Errno, ContainerFailed {
        parts.poll.read(0, socket);
        await(parts, "the runtime hands no filter over");
        try (UnixPeer peer = socket.accept()) {
            NotifyHello hello = new NotifyHello();
            Optional<SeccompListener> listener = Optional.empty();
            parts.poll.read(0, peer);
            while (hello.container().isEmpty() || listener.isEmpty()) {
                await(parts, "the runtime does not finish its sentence");
                UnixPeer.Message message = peer.receive();
                if (message.listener().isPresent() && listener.isPresent()) {
                    message.listener().get().close();
                } else if (message.listener().isPresent()) {
                    listener = message.listener();
                    parts.listener = listener.get();
                }
                if (message.bytes().length == 0) {
                    throw new ContainerFailed("the runtime handed no filter over" + said(parts));
                }
                hello.hear(message.bytes());
            }
            if (!hello.container().get().equals(name)) {
                throw new ContainerFailed("the runtime hands the filter of another container over");
            }
            parts.poll.leave(0);
            return listener.get();
        }
    }

    /** Up to where the program waits for its payload; the number of the mount that is the image. */
    private OptionalInt warmUp(Parts parts, ContainerSpec.Place place) throws Errno, IOException, ContainerFailed {
        boolean executed = false;
        boolean settled = !leavesToUs();
        OptionalInt mount = OptionalInt.empty();
        for (int calls = 0; ; calls++) {
            next(parts);
            SeccompNotif call = parts.call;
            if (!executed) {
                require(calls < LAUNCH_CALLS_MAX, "the runtime makes too many calls behind its filter");
                if (identify(parts)) {
                    boolean last = Seen.replaces(call.call());
                    if (last && !settled) {
                        settle(parts, place);
                        settled = true;
                    }
                    executed = parts.listener.proceed(call) && last;
                }
                continue;
            }
            ProcView process = new ProcView(parts.hostProcess);
            if (mount.isEmpty()) {
                mount = process.containment().rootMount();
            }
            if (Seen.asksForPayload(call)) {
                List<String> open =
                        new ArrayList<>(process.containment().open(place.hostUser() + ContainerSpec.PROGRAM_USER));
                open.addAll(LimitReading.open(process.limits(), spec.limits(place.rootless())));
                open.addAll(unlimited(parts));
                require(parts.listener.waits(call), "the program is gone");
                require(open.isEmpty(), "the container is not closed: " + String.join("; ", open));
                return mount;
            }
            answer(parts, new Seen(process, mount));
        }
    }

    private boolean leavesToUs() {
        return surroundings.runtime().kind() == ContainerRuntime.Kind.RUNC;
    }

    /**
     * Before the program begins: its runtime is gone, and what that has left to us is done. Go's scheduler may take the call back meanwhile by a signal and
     * make it again; whatever happens, no program begins but by a call that we let go on.
     */
    private void settle(Parts parts, ContainerSpec.Place place) throws Errno, IOException, ContainerFailed {
        while (!Files.exists(bundle.resolve(Threshold.STARTED))) {
            boolean alive = parts.process.isAlive();
            if (!alive || System.nanoTime() > deadline) {
                throw new ContainerFailed((alive ? "the runtime does not end" : "the runtime ended") + said(parts));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        parts.keeper = Threshold.keeper(parts.hostProcess, parts.process.pid());
        Threshold.cross(parts.hostProcess, spec.limits(place.rootless()));
        surroundings.groups().lower("/" + name, ContainerSpec.PROCESSES_MAX);
    }

    /** Which limits of its group are not as they were asked for; none are kept where groups cannot be made, which its isolation says. */
    private List<String> unlimited(Parts parts) {
        ControlGroups groups = surroundings.groups();
        return groups.usable()
                ? new GroupReading(groups)
                        .open(
                                ControlGroups.inner("/" + name),
                                parts.hostProcess,
                                spec.groupBytes(),
                                ContainerSpec.PROCESSES_MAX)
                : List.of();
    }

    /**
     * The first call is the runtime's own, made by the process that becomes the program.
     *
     * @return false if that process is not known yet, since a signal took its call back: it will make another
     */
    private static boolean identify(Parts parts) throws Errno, ContainerFailed {
        if (parts.init == null) {
            int process = parts.call.thread();
            require(process > 0, "the container's process cannot be seen from here");
            PidFd found = PidFd.open(process);
            boolean kept = false;
            try {
                kept = parts.listener.waits(parts.call);
            } finally {
                if (!kept) {
                    found.close();
                }
            }
            if (!kept) {
                return false;
            }
            parts.hostProcess = process;
            parts.init = found;
        }
        require(parts.call.thread() == parts.hostProcess, "somebody else is behind the container's filter");
        return true;
    }

    private void answer(Parts parts, Seen seen) throws Errno, ContainerFailed {
        int number = parts.call.call();
        require(parts.call.thread() == parts.hostProcess, "the program is not alone before it asks for its payload");
        if (Seen.replaces(number)) {
            var _ = parts.listener.fail(parts.call, Errno.ENOSYS);
            return;
        }
        if (Seen.ends(number)) {
            throw new ContainerFailed("the program ends before it asks for its payload" + said(parts));
        }
        SyscallCall call = seen.call(parts.call);
        require(
                spec.calls().startsWith(number) && !call.foreignCode(),
                "the program makes call " + number + ", which no policy allows, before it asks for its payload");
        var _ = parts.answer(call);
    }

    private void next(Parts parts) throws Errno, ContainerFailed {
        parts.poll.read(0, parts.listener);
        String late = "the program does not ask for its payload within " + most.toSeconds() + " s";
        do {
            // One that calls without end has always something ready.
            if (System.nanoTime() > deadline) {
                throw new ContainerFailed(late + said(parts));
            }
            await(parts, late);
            if (!parts.poll.ready(0)) {
                throw new ContainerFailed("the container ended" + said(parts));
            }
        } while (!parts.listener.receive(parts.call));
    }

    private void await(Parts parts, String late) throws Errno, ContainerFailed {
        while (!parts.poll.await(LOOK_MILLIS)) {
            boolean alive = parts.process.isAlive();
            if (!alive || System.nanoTime() > deadline) {
                throw new ContainerFailed((alive ? late : "the runtime ended") + said(parts));
            }
        }
    }

    private static void require(boolean fact, String otherwise) throws ContainerFailed {
        if (!fact) {
            throw new ContainerFailed(otherwise);
        }
    }

    /** What the runtime, or the program, wrote to its standard error: the reason, more often than not. */
    private static String said(Parts parts) {
        if (parts.channels == null) {
            return "";
        }
        Spoken spoken = new Spoken(SAID_MAX, _ -> new Judgement.Allow());
        try {
            spoken.hear(parts.channels.err, true, SAID_MAX);
        } catch (Errno e) {
            return "";
        }
        String text = new String(spoken.err(), StandardCharsets.UTF_8).strip();
        return text.isEmpty() ? "" : ": " + text;
    }
}
