package dev.airlock.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.linux.Errno;
import java.util.Collection;
import java.util.List;
import java.util.Map;

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
    private static final String NOTIFY = "SCMP_ACT_NOTIFY";
    private static final String EQUAL = "SCMP_CMP_EQ";
    private static final int PROT_EXEC = 4;
    /**
     * runc answers what is behind the last name that its library knows with ENOSYS, in front of the filter and unseen, unless ENOSYS is said to be the
     * default: it compares with the kernel's word for that, SECCOMP_RET_ERRNO | ENOSYS, and not with its number (libcontainer/seccomp/patchbpf,
     * generatePatch). Beside a default action that is no errno it means nothing else.
     */
    private static final int NO_STUB = 0x0005_0000 | Errno.ENOSYS;

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private SeccompProfile() {}

    /**
     * The profile for a runtime that asks about whatever no rule names.
     *
     * @param everyCall whether the kernel decides nothing, so that every call is seen, in order
     * @param listener the path of a socket at which the runtime hands the listener over
     */
    static ObjectNode of(CallList list, boolean everyCall, String listener) {
        ObjectNode profile = JSON.objectNode().put("defaultAction", NOTIFY);
        ArrayNode calls = rules(profile, listener);
        if (!everyCall) {
            allow(list, calls);
            Narrow.calls().stream().filter(list::has).forEach(number -> Narrow.commands(number).stream()
                    .sorted()
                    .map(command -> compared(
                            rule(ALLOW, List.of(list.calls().get(number))), Narrow.argument(number), command, EQUAL))
                    .forEach(calls::add));
        }
        return profile;
    }

    /**
     * The profile for a runtime that asks about named calls alone. What it has no name for is not done: it ends the program by SIGSYS. Of calls with commands all
     * are notified, since one filter cannot say "none of these". {@code write} is the kernel's: by it the runtime itself hands its listener over.
     *
     * @param listener the path of a socket at which the runtime hands the listener over
     * @throws IllegalArgumentException if the list does not have {@code write}, which could then be neither seen nor kept from a program
     */
    static ObjectNode byNames(CallList list, String listener) {
        if (!list.has(CallList.WRITE)) {
            throw new IllegalArgumentException(
                    "write is not listed, and a runtime that asks by names cannot do without it");
        }
        ObjectNode profile =
                JSON.objectNode().put("defaultAction", "SCMP_ACT_KILL_PROCESS").put("defaultErrnoRet", NO_STUB);
        ArrayNode calls = rules(profile, listener);
        allow(list, calls);
        if (list.has(CallList.READ)) {
            calls.add(compared(rule(NOTIFY, List.of("read")), 0, 0, EQUAL));
        }
        for (int number : List.of(CallList.MMAP, CallList.MPROTECT)) {
            if (list.has(number)) {
                calls.add(masked(rule(NOTIFY, List.of(list.calls().get(number))), PROT_EXEC));
            }
        }
        calls.add(rule(
                NOTIFY,
                list.calls().entrySet().stream()
                        .filter(call -> CallList.isConditional(call.getKey()) && !split(call.getKey()))
                        .map(Map.Entry::getValue)
                        .toList()));
        calls.add(rule(NOTIFY, list.others().values()));
        return profile;
    }

    /** Whether a listed call is allowed with some arguments and notified with the others. */
    private static boolean split(int number) {
        return number == CallList.READ || number == CallList.MMAP || number == CallList.MPROTECT;
    }

    private static ArrayNode rules(ObjectNode profile, String listener) {
        profile.putArray("architectures").add("SCMP_ARCH_X86_64");
        profile.put("listenerPath", listener);
        return profile.putArray("syscalls");
    }

    /** What the kernel does without asking. */
    private static void allow(CallList list, ArrayNode calls) {
        calls.add(rule(ALLOW, list.unconditional()));
        if (list.has(CallList.READ)) {
            calls.add(compared(rule(ALLOW, List.of("read")), 0, 0, "SCMP_CMP_NE"));
        }
        for (int number : List.of(CallList.MMAP, CallList.MPROTECT)) {
            if (list.has(number)) {
                calls.add(masked(rule(ALLOW, List.of(list.calls().get(number))), 0));
            }
        }
    }

    private static ObjectNode compared(ObjectNode rule, int index, long value, String operator) {
        rule.putArray("args")
                .addObject()
                .put("index", index)
                .put("value", value)
                .put("op", operator);
        return rule;
    }

    /** By whether its third argument has the bit for executing. */
    private static ObjectNode masked(ObjectNode rule, int bit) {
        rule.putArray("args")
                .addObject()
                .put("index", 2)
                .put("value", PROT_EXEC)
                .put("valueTwo", bit)
                .put("op", "SCMP_CMP_MASKED_EQ");
        return rule;
    }

    private static ObjectNode rule(String action, Collection<String> names) {
        ObjectNode rule = JSON.objectNode().put("action", action);
        var array = rule.putArray("names");
        names.forEach(array::add);
        return rule;
    }
}
