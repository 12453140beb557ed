package dev.airlock.container;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;

/**
 * The filter of a container, as an OCI runtime is told it (runtime-spec 1.0.2, config-linux.md, "Seccomp"). What is not on the list is
 * notified: somebody is asked, and nobody there means ENOSYS. Calls of another architecture kill, since libseccomp has it so.
 *
 * <p>Besides the list: reading descriptor 0 is notified, since that is where a program waits for its payload; making memory executable,
 * since what may be executed depends on whose memory it is; the calls that end a program, since its files are taken then; and of calls with
 * commands those that {@link Narrow} does not name.
 */
final class SeccompProfile {
    private static final String ALLOW = "SCMP_ACT_ALLOW";
    private static final int PROT_EXEC = 4;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SeccompProfile() {}

    /**
     * The profile.
     *
     * @param everyCall whether the kernel decides nothing, so that every call is seen, in order
     * @param listener the path of a socket at which the runtime hands the listener over
     */
    static ObjectNode of(CallList list, boolean everyCall, String listener) {
        ObjectNode profile = JSON.objectNode().put("defaultAction", "SCMP_ACT_NOTIFY");
        profile.putArray("architectures").add("SCMP_ARCH_X86_64");
        profile.put("listenerPath", listener);
        var calls = profile.putArray("syscalls");
        if (!everyCall) {
            calls.add(allowed(list.unconditional()));
            if (list.has(CallList.READ)) {
                ObjectNode elsewhere = allowed(List.of("read"));
                elsewhere
                        .putArray("args")
                        .addObject()
                        .put("index", 0)
                        .put("value", 0)
                        .put("op", "SCMP_CMP_NE");
                calls.add(elsewhere);
            }
            for (int number : List.of(CallList.MMAP, CallList.MPROTECT)) {
                if (list.has(number)) {
                    ObjectNode notExecutable = allowed(List.of(list.calls().get(number)));
                    notExecutable
                            .putArray("args")
                            .addObject()
                            .put("index", 2)
                            .put("value", PROT_EXEC)
                            .put("valueTwo", 0)
                            .put("op", "SCMP_CMP_MASKED_EQ");
                    calls.add(notExecutable);
                }
            }
            for (int number : List.of(Narrow.IOCTL, Narrow.FCNTL)) {
                if (list.has(number)) {
                    Narrow.commands(number).stream()
                            .sorted()
                            .map(command -> command(list.calls().get(number), command))
                            .forEach(calls::add);
                }
            }
        }
        return profile;
    }

    private static ObjectNode command(String name, long command) {
        ObjectNode rule = allowed(List.of(name));
        rule.putArray("args").addObject().put("index", 1).put("value", command).put("op", "SCMP_CMP_EQ");
        return rule;
    }

    private static ObjectNode allowed(Collection<String> names) {
        ObjectNode rule = JSON.objectNode().put("action", ALLOW);
        var array = rule.putArray("names");
        names.forEach(array::add);
        return rule;
    }
}
