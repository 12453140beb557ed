package dev.airlock.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Whether a parked container is as closed as it was asked to be. Believes the kernel, not the runtime.
 *
 * @param task the lines of its {@code /proc/PID/status}
 * @param mounts the lines of its {@code /proc/PID/mountinfo}
 * @param descriptors on which mounts its descriptors lie, but for pipes and what has no file
 * @param namespaces the targets of its links in {@code /proc/PID/ns}, by their names there
 * @param ours the same of this process
 */
record Containment(
        List<String> task,
        List<String> mounts,
        List<Integer> descriptors,
        Map<String, String> namespaces,
        Map<String, String> ours) {
    /** What a runtime calls a namespace, and what {@code /proc/PID/ns} does. */
    static final Map<String, String> NAMESPACES = namespacesOfLinux();

    private static final String NO_CAPABILITY = "0000000000000000";

    Containment {
        task = List.copyOf(task);
        mounts = List.copyOf(mounts);
        descriptors = List.copyOf(descriptors);
        namespaces = Map.copyOf(namespaces);
        ours = Map.copyOf(ours);
    }

    private static Map<String, String> namespacesOfLinux() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("user", "user");
        all.put("pid", "pid");
        all.put("network", "net");
        all.put("ipc", "ipc");
        all.put("uts", "uts");
        all.put("mount", "mnt");
        all.put("cgroup", "cgroup");
        return all;
    }

    /** A sentence for each lock that is off; none if all are on. */
    List<String> open(int hostUser) {
        List<String> open = new ArrayList<>();
        String user = Integer.toString(hostUser);
        require(
                open,
                "its user is not " + user,
                Stream.of(field("Uid").split("\\s+", -1)).allMatch(user::equals));
        require(
                open,
                "its group is not " + user,
                Stream.of(field("Gid").split("\\s+", -1)).allMatch(user::equals));
        require(open, "it has other groups", field("Groups").isEmpty());
        for (String set : List.of("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")) {
            require(open, "it has capabilities: " + set, field(set).equals(NO_CAPABILITY));
        }
        require(open, "no_new_privs is off", field("NoNewPrivs").equals("1"));
        require(open, "it has no filter", field("Seccomp").equals("2"));
        require(open, "it is not alone", field("Threads").equals("1"));
        NAMESPACES
                .values()
                .forEach(name -> require(
                        open,
                        "namespace " + name + " is ours",
                        namespaces.containsKey(name) && !namespaces.get(name).equals(ours.get(name))));
        require(open, "its root can be written to", rootMount().isPresent());
        require(
                open,
                "it has a file that is none of its own",
                mounts.stream().map(line -> Mount.of(line).number).toList().containsAll(descriptors));
        for (String line : mounts) {
            Mount mount = Mount.of(line);
            require(open, mount.at + " is there", !mount.shows("/proc") && !mount.shows("/sys"));
            require(
                    open,
                    mount.at + " lets programs in",
                    mount.at.equals("/") || mount.options.containsAll(List.of("noexec", "nosuid")));
        }
        return open;
    }

    /** The kernel's number of the mount that is the image: read-only, and the only one at the root. */
    OptionalInt rootMount() {
        List<Mount> roots = mounts.stream()
                .map(Mount::of)
                .filter(mount -> mount.at.equals("/"))
                .toList();
        return roots.size() == 1 && roots.getFirst().options.contains("ro")
                ? OptionalInt.of(roots.getFirst().number)
                : OptionalInt.empty();
    }

    private static void require(List<String> open, String what, boolean fact) {
        if (!fact) {
            open.add(what);
        }
    }

    private String field(String name) {
        return find(task, name).orElse("");
    }

    /** The value behind {@code NAME:} in such lines. */
    static Optional<String> find(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** A line of mountinfo: 36 35 98:0 /of/file/system /at ro,noexec ... */
    private record Mount(int number, String at, List<String> options) {
        static Mount of(String line) {
            String[] words = line.split(" ", -1);
            if (words.length < 6) {
                throw new IllegalArgumentException("no line of mountinfo: " + line);
            }
            return new Mount(Integer.parseInt(words[0]), words[4], List.of(words[5].split(",", -1)));
        }

        boolean shows(String folder) {
            return at.equals(folder) || at.startsWith(folder + "/");
        }
    }
}
