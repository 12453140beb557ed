package dev.airlock.container;

import dev.airlock.image.RootFs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** This host's containers, looked into once: where parked ones come from. Any thread. */
public final class Containers implements AutoCloseable {
    /** How an executor comes by groups in which its containers' limits can be kept. */
    public static final String BOUND =
            "root needs the controllers memory and pids mounted; an ordinary user a group of its own:"
                    + " systemd-run --user --scope -p Delegate=yes airlock ..., Delegate=memory pids in a unit, or on cgroup v1 a folder of"
                    + " its own in both hierarchies, in which it is started";

    /** Folders of executors before this version, which said the process alone. */
    private static final Pattern EARLIER = Pattern.compile("airlock-(\\d{1,10})-[0-9a-f]{1,8}");

    /** How many this process has opened: each has names of its own. */
    private static final AtomicInteger OPENED = new AtomicInteger();

    private final Surroundings surroundings;
    private final RootStore roots;
    private final Path runs;
    private final String name;
    private final HostUsers users;
    private final boolean rootless;
    private final AtomicInteger started = new AtomicInteger();

    private Containers(Surroundings surroundings, Path folder, String name, HostUsers users, boolean rootless) {
        this.surroundings = surroundings;
        this.roots = new RootStore(folder.resolve("roots"));
        this.runs = folder.resolve("runs").resolve(name);
        this.name = name;
        this.users = users;
        this.rootless = rootless;
    }

    /**
     * Finds a runtime, and removes what processes that are gone have left in {@code folder}, and of empty control groups.
     *
     * @param folder for unpacked images and for what runtimes are told; not below /run
     * @param wanted which runtime
     * @throws ContainerFailed with the fix, when no container can be started here
     */
    public static Containers open(Path folder, ContainerRuntime.Wanted wanted) throws IOException, ContainerFailed {
        return open(folder, ContainerRuntime.find(wanted), ControlGroups.look());
    }

    /** The same with what was found already. */
    public static Containers open(Path folder, ContainerRuntime runtime, ControlGroups groups)
            throws IOException, ContainerFailed {
        Path here = folder.toAbsolutePath();
        if (here.startsWith("/run")) {
            throw new ContainerFailed(
                    "containers.dir is " + here + ", and a runtime sees another /run; use another folder");
        }
        UserMap map = Rootless.require();
        Files.createDirectories(here.resolve("runs"));
        sweep(here.resolve("runs"), groups);
        groups.sweepLeft();
        String name = Owner.ours().name() + "." + OPENED.getAndIncrement();
        Files.createDirectories(here.resolve("runs").resolve(name));
        HostUsers users = HostUsers.take(HostUsers.locks(map), map);
        return new Containers(new Surroundings(runtime, groups), here, name, users, !map.isHosts());
    }

    /**
     * Looks whether containers may be had here, without starting one.
     *
     * @return what a token would name, but for how calls are seen
     * @throws ContainerFailed with the reason and the fix, if not
     */
    public static String require(ContainerRuntime.Wanted wanted) throws ContainerFailed {
        UserMap map = Rootless.require();
        return named(ContainerRuntime.find(wanted), !map.isHosts());
    }

    private static String named(ContainerRuntime runtime, boolean rootless) {
        return runtime.text() + (rootless ? " rootless" : "");
    }

    /** Folders say in their names who made them. */
    private static void sweep(Path runs, ControlGroups groups) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(runs, "airlock-*-*")) {
            for (Path old : left) {
                if (isNobodys(old)) {
                    sweepGroups(old, groups);
                    RootStore.delete(old);
                }
            }
        }
    }

    private static boolean isNobodys(Path folder) throws IOException {
        String name = folder.getFileName().toString();
        Optional<Owner> owner = Owner.of(name);
        if (owner.isPresent()) {
            return owner.get().isGone();
        }
        Matcher earlier = EARLIER.matcher(name);
        if (!earlier.matches()) {
            throw new IOException("the folder " + folder + " is none of ours; move it away");
        }
        return Owner.isNobody(Long.parseLong(earlier.group(1)));
    }

    private static void sweepGroups(Path old, ControlGroups groups) throws IOException {
        try (DirectoryStream<Path> containers = Files.newDirectoryStream(old)) {
            for (Path container : containers) {
                groups.sweep("/" + old.getFileName() + "-" + container.getFileName());
            }
        }
    }

    /** Whether the host's kernel bounds what a program has it keep, also where no rlimit counts. */
    public boolean bounded() {
        return surroundings.groups().usable();
    }

    /** What separates a program from the host, for tokens and people. */
    public String isolation(boolean everyCall) {
        return "container %s, %s, %s"
                .formatted(
                        named(surroundings.runtime(), rootless),
                        surroundings.groups().text(),
                        everyCall
                                ? "every call seen"
                                : surroundings.runtime().kind().seen());
    }

    /** Why such a container cannot be had of this host's runtime, with the fix; empty if it can. */
    public Optional<String> refusal(ContainerSpec spec) {
        return spec.refusal(surroundings.runtime().kind());
    }

    /** Why no container can have an image's root, with the fix; empty if one can. */
    public static Optional<String> unfit(RootFs root) {
        return RootStore.unfit(root);
    }

    /**
     * Starts a program and returns when it waits for its payload. On the thread that runs and closes it: when that thread ends, so does
     * the container.
     *
     * @param root all the program sees of a file system
     * @throws ContainerFailed if it does not come to its payload, or if its container is not closed
     */
    public ParkedContainer park(RootFs root, ContainerSpec spec) throws ContainerFailed {
        return park(root, spec, Launch.MOST);
    }

    /** @param most how long it may take from the runtime's start to where the program waits */
    ParkedContainer park(RootFs root, ContainerSpec spec, Duration most) throws ContainerFailed {
        Optional<String> refusal = refusal(spec);
        if (refusal.isPresent()) {
            throw new ContainerFailed(refusal.get());
        }
        Nest nest = nest();
        boolean nested = false;
        try {
            // Before the bundle, which would stay behind where an image is refused.
            Path unpacked = roots.of(root);
            Path bundle = bundle(nest, spec.config(nest.place()));
            nested = true;
            return new Launch(surroundings, spec, nest.name(), bundle, unpacked, most, () -> back(nest))
                    .park(nest.place());
        } catch (IOException e) {
            throw new ContainerFailed("no bundle in " + runs + ": " + e, e);
        } finally {
            if (!nested) {
                back(nest);
            }
        }
    }

    private void back(Nest nest) {
        users.back(nest.place().hostUser());
    }

    /**
     * Plain starts of such a program, for benchmarks; none of them is watched, so never of a program that somebody asked for.
     *
     * @param payload what each of them gets
     */
    public PlainStarts plain(RootFs root, ContainerSpec spec, byte[] payload) throws ContainerFailed {
        if (surroundings.runtime().kind() != ContainerRuntime.Kind.CRUN) {
            throw new ContainerFailed(
                    "plain starts are crun's, and not " + surroundings.runtime().text());
        }
        Nest nest = nest();
        try {
            Path bundle = bundle(nest, spec.configWithoutFilter(nest.place()));
            surroundings.groups().prepare("/" + nest.name(), spec.groupBytes(), ContainerSpec.PROCESSES_MAX);
            return PlainStarts.in(surroundings, roots.of(root), bundle, nest.name(), payload, () -> {
                surroundings.groups().sweep("/" + nest.name());
                back(nest);
            });
        } catch (IOException e) {
            throw new ContainerFailed("no bundle in " + runs + ": " + e, e);
        }
    }

    /** What the next container is called, and where it lies. */
    private record Nest(String name, int number, ContainerSpec.Place place) {}

    private Nest nest() throws ContainerFailed {
        int number = started.getAndIncrement();
        String own = name + "-" + number;
        ControlGroups groups = surroundings.groups();
        Optional<String> group =
                groups.madeByRuntime() ? Optional.of(ControlGroups.inner("/" + own)) : Optional.empty();
        int user = users.next();
        return new Nest(
                own,
                number,
                new ContainerSpec.Place(
                        user, group, rootless, surroundings.runtime().kind()));
    }

    private Path bundle(Nest nest, String config) throws IOException {
        Path bundle = runs.resolve(Integer.toString(nest.number()));
        Files.createDirectory(
                bundle, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path in = Files.createDirectory(bundle.resolve("in"));
        Files.setPosixFilePermissions(in, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(bundle.resolve("config.json"), config);
        return bundle;
    }

    /** All its containers must be closed. */
    @Override
    public void close() {
        users.close();
        try {
            RootStore.delete(runs);
        } catch (IOException e) {
            // The next start sweeps it.
        }
    }
}
