package dev.airlock.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container is: all that an OCI runtime is told of it (runtime-spec 1.0.2, config.md). It has no network, no /proc, no /sys, no
 * capabilities, a read-only root, and users of the host that nobody else is.
 *
 * @param command the program's absolute path in the root, then its arguments
 * @param environment {@code NAME=value}
 * @param memoryMib address space of the program, MiB; 32 to 512
 * @param calls what the kernel may do without asking
 * @param everyCall whether it asks all the same
 */
public record ContainerSpec(
        List<String> command, List<String> environment, int memoryMib, CallList calls, boolean everyCall) {
    /** Files in memory that a program may write: /tmp and /dev/shm together, MiB. */
    static final int TEMPORARY_MIB = 64;

    /** What may lie in /out, MiB: more than may be taken, so that too much is told apart from no room. */
    static final int OUT_MIB = 4;

    private static final int SHARED_MIB = 16;
    private static final int SPARE_MIB = 16;
    private static final int FILES_MAX = 256;
    static final int PROCESSES_MAX = 16;
    private static final int INODES_MAX = 4096;
    private static final int SIGNALS_MAX = 64;
    /** Whoever runs out of memory beside it, it goes first. Source: proc_pid_oom_score_adj(5). */
    private static final int OOM_FIRST = 1000;

    private static final String SHARED = "/dev/shm";
    private static final String TEMPORARY = "/tmp";
    private static final String OUT = "/out";
    /** The folders in which a program may make files. */
    static final List<String> WRITABLE = List.of(SHARED, TEMPORARY, OUT);

    static final String ADDRESS_SPACE = "RLIMIT_AS";
    static final String PROCESSES = "RLIMIT_NPROC";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public ContainerSpec {
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        if (command.isEmpty() || !command.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("the command " + command + " has no absolute path");
        }
        if (memoryMib < 32 || memoryMib > 512) {
            throw new IllegalArgumentException("memory is 32 to 512 MiB, not " + memoryMib);
        }
    }

    /**
     * Where one container lies.
     *
     * @param hostUser the user of the host that is the container's root; the one after it is its program
     * @param controlGroup where the runtime keeps its limits; empty where it does not
     * @param rootless whether the runtime's user is an ordinary one. The kernel then counts all threads of that user against a limit on processes, the
     *     executor's own before any other, so that limit is left to the group
     * @param runtime who starts it
     */
    record Place(int hostUser, Optional<String> controlGroup, boolean rootless, ContainerRuntime.Kind runtime) {
        /** The same for all containers whose limits are kept as this one's are, wherever they lie and whoever makes their groups. */
        Place anywhere(boolean grouped) {
            return new Place(0, grouped ? Optional.of("/") : Optional.empty(), rootless, runtime);
        }
    }

    /** The program's number within the container. */
    static final int PROGRAM_USER = 1;

    /** What is told of a container at this place. */
    String config(Place place) {
        ObjectNode config = tree(place);
        if (place.runtime() == ContainerRuntime.Kind.RUNC) {
            keepLimits((ObjectNode) config.get("process"));
            showProc((ArrayNode) config.get("mounts"));
        }
        return text(config);
    }

    /** Its last steps need it; the program finds it gone, as {@link Threshold} has it and {@link Containment} sees to it. */
    private static void showProc(ArrayNode mounts) {
        ObjectNode proc = mounts.insertObject(0).put("destination", "/proc").put("type", "proc");
        proc.put("source", "proc");
        List.of("nosuid", "nodev", "noexec").forEach(proc.putArray("options")::add);
    }

    /** A runtime of many threads would meet these two limits itself; {@link Threshold} sets them. */
    private static void keepLimits(ObjectNode process) {
        var limits = process.get("rlimits").elements();
        while (limits.hasNext()) {
            String type = limits.next().get("type").asText();
            if (type.equals(ADDRESS_SPACE) || type.equals(PROCESSES)) {
                limits.remove();
            }
        }
    }

    /** The same without its filter: what a runtime starts when nobody is to answer for calls. */
    String configWithoutFilter(Place place) {
        ObjectNode config = tree(place);
        ((ObjectNode) config.get("linux")).remove("seccomp");
        return text(config);
    }

    /** All that is in force when a program begins, whoever sees to it. */
    private ObjectNode tree(Place place) {
        ObjectNode config = JSON.objectNode().put("ociVersion", "1.0.2");
        config.set("process", process(place.rootless()));
        config.putObject("root").put("path", Surroundings.ROOT).put("readonly", true);
        config.put("hostname", "airlock");
        config.set("mounts", mounts());
        config.set("linux", linux(place));
        return config;
    }

    private static String text(ObjectNode config) {
        try {
            return new ObjectMapper().writeValueAsString(config);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree is always JSON", e);
        }
    }

    /**
     * Why a runtime of this kind cannot start such a container, with the fix; empty if it can.
     *
     * @param runtime who is to start it
     */
    Optional<String> refusal(ContainerRuntime.Kind runtime) {
        if (runtime.showsEveryCall()) {
            return Optional.empty();
        }
        if (everyCall) {
            return Optional.of(runtime.word() + " lets nobody ask about write, so not every call can be seen; "
                    + "apt-get install crun, or ask for unlisted calls alone");
        }
        return calls.has(CallList.WRITE)
                ? Optional.empty()
                : Optional.of(runtime.word() + " can neither ask about write nor start a container without it, and this"
                        + " policy does not list it; apt-get install crun");
    }

    /** What its program, its files in memory and what the kernel keeps for it may take together. */
    long groupBytes() {
        return (long) (memoryMib + TEMPORARY_MIB + OUT_MIB + SPARE_MIB) << 20;
    }

    /**
     * {@code sha256:} and 64 hex digits over everything that is the same for all containers of this kind: limits that are in force, and none that is
     * not.
     *
     * @param grouped whether control groups bound it, whoever made them
     */
    String digest(Place place, boolean grouped) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(text(inForce(place, grouped)).getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** What holds of a container at this place, and at each like it: a group for devices is made by a runtime alone. */
    ObjectNode inForce(Place place, boolean grouped) {
        ObjectNode tree = tree(place.anywhere(grouped));
        if (grouped && place.controlGroup().isEmpty()) {
            ((ObjectNode) tree.get("linux").get("resources")).remove("devices");
        }
        return tree;
    }

    private ObjectNode process(boolean rootless) {
        ObjectNode process = JSON.objectNode().put("terminal", false).put("cwd", "/");
        process.putObject("user")
                .put("uid", PROGRAM_USER)
                .put("gid", PROGRAM_USER)
                .put("umask", 022);
        command.forEach(process.putArray("args")::add);
        environment.forEach(process.putArray("env")::add);
        process.put("noNewPrivileges", true);
        ObjectNode capabilities = process.putObject("capabilities");
        List.of("bounding", "effective", "inheritable", "permitted", "ambient").forEach(capabilities::putArray);
        ArrayNode limits = process.putArray("rlimits");
        limits(rootless)
                .forEach((type, value) ->
                        limits.addObject().put("type", type).put("hard", value).put("soft", value));
        process.put("oomScoreAdj", OOM_FIRST);
        return process;
    }

    /** The resource limits of its program, soft and hard, by their names in setrlimit(2). */
    Map<String, Long> limits(boolean rootless) {
        Map<String, Long> limits = new LinkedHashMap<>();
        limits.put(ADDRESS_SPACE, (long) memoryMib << 20);
        limits.put("RLIMIT_CORE", 0L);
        limits.put("RLIMIT_MEMLOCK", 0L);
        limits.put("RLIMIT_MSGQUEUE", 0L);
        limits.put("RLIMIT_NOFILE", (long) FILES_MAX);
        if (!rootless) {
            limits.put(PROCESSES, (long) PROCESSES_MAX);
        }
        limits.put("RLIMIT_SIGPENDING", (long) SIGNALS_MAX);
        limits.put("RLIMIT_FSIZE", (long) TEMPORARY_MIB << 20);
        limits.put("RLIMIT_STACK", 8L << 20);
        return limits;
    }

    private static ArrayNode mounts() {
        ArrayNode mounts = JSON.arrayNode();
        memory(mounts, "/dev", "mode=0755,size=64k,nr_inodes=64");
        memory(mounts, SHARED, "mode=1777,size=%dm,nr_inodes=%d".formatted(SHARED_MIB, INODES_MAX));
        memory(mounts, TEMPORARY, "mode=1777,size=%dm,nr_inodes=%d".formatted(TEMPORARY_MIB - SHARED_MIB, INODES_MAX));
        memory(mounts, OUT, "mode=1777,size=%dm,nr_inodes=%d".formatted(OUT_MIB, INODES_MAX));
        ObjectNode in = mounts.addObject().put("destination", "/in").put("type", "bind");
        in.put("source", Surroundings.BUNDLE + "/in");
        List.of("bind", "ro", "nosuid", "nodev", "noexec").forEach(in.putArray("options")::add);
        return mounts;
    }

    private static void memory(ArrayNode mounts, String at, String options) {
        ObjectNode mount =
                mounts.addObject().put("destination", at).put("type", "tmpfs").put("source", "tmpfs");
        ArrayNode all = mount.putArray("options").add("nosuid").add("noexec");
        if (!at.equals("/dev")) {
            all.add("nodev");
        }
        List.of(options.split(",", -1)).forEach(all::add);
    }

    private ObjectNode linux(Place place) {
        ObjectNode linux = JSON.objectNode();
        ArrayNode namespaces = linux.putArray("namespaces");
        for (String type : Containment.NAMESPACES.keySet()) {
            namespaces.addObject().put("type", type);
        }
        for (String kind : List.of("uidMappings", "gidMappings")) {
            linux.putArray(kind)
                    .addObject()
                    .put("containerID", 0)
                    .put("hostID", place.hostUser())
                    .put("size", PROGRAM_USER + 1);
        }
        linux.putArray("maskedPaths");
        linux.putArray("readonlyPaths");
        linux.put("rootfsPropagation", "private");
        place.controlGroup().ifPresent(group -> {
            linux.put("cgroupsPath", group);
            ObjectNode resources = linux.putObject("resources");
            resources.putObject("memory").put("limit", groupBytes());
            resources.putObject("pids").put("limit", PROCESSES_MAX);
            resources.putArray("devices").addObject().put("allow", false).put("access", "rwm");
        });
        String listener = Surroundings.BUNDLE + "/" + Surroundings.SOCKET;
        linux.set(
                "seccomp",
                place.runtime() == ContainerRuntime.Kind.RUNC
                        ? SeccompProfile.byNames(calls, listener)
                        : SeccompProfile.of(calls, everyCall, listener));
        return linux;
    }
}
