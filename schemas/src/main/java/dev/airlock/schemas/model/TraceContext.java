package dev.airlock.schemas.model;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which trace of its caller's a record belongs to: W3C Trace Context, https://www.w3.org/TR/trace-context/. It stands in headers that nobody
 * signs, so it is for those who look at what happened, and nothing is decided by it ({@code RoomsLaws#noDecisionSeesATrace}). Airlock makes no
 * spans: it hands on what it was given, whole and checked, or nothing.
 *
 * @param traceparent as section 3.2 has it, in version 00: 55 characters
 * @param tracestate as section 3.3 has it, at most {@value #STATE_LENGTH_MAX} characters; empty if there is none
 */
public record TraceContext(String traceparent, String tracestate) {
    /** The header's name, section 3.2.1; on the bus as in HTTP. */
    public static final String PARENT = "traceparent";

    /** The header's name, section 3.3.1. */
    public static final String STATE = "tracestate";

    /** As much as section 3.3.1.5 asks everybody to hand on; what is longer is dropped. */
    public static final int STATE_LENGTH_MAX = 512;

    /** The most members of a list, section 3.3.1.1. */
    public static final int MEMBERS_MAX = 32;

    private static final int PARENT_LENGTH = 55;
    /** A later version may say more; beyond this nobody looks. */
    private static final int LATER_PARENT_LENGTH_MAX = 256;
    /** {@code sampled}, section 3.2.2.5.1, and level 2's {@code random}: the flags that are known. */
    private static final int FLAGS = 0x03;

    /** Section 3.2.2: version, trace-id, parent-id, trace-flags. */
    private static final String FORM = "[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}";

    /** Section 3.3.1.3: a key of one system, or of a tenant at one; and a value that does not end with a space. */
    private static final String KEY = "[a-z][a-z0-9_*/-]{0,255}|[a-z0-9][a-z0-9_*/-]{0,240}@[a-z][a-z0-9_*/-]{0,13}";

    private static final String VALUE = "[ -+\\--<>-~]{0,255}[!-+\\--<>-~]";

    public TraceContext {
        if (!isParent(traceparent) || !traceparent.startsWith("00-")) {
            throw new IllegalArgumentException("traceparent must be 00-, a trace's id, a parent's id, and flags");
        }
        if (!tracestate.isEmpty() && !isState(tracestate)) {
            throw new IllegalArgumentException(
                    "tracestate must be a list of members, at most " + STATE_LENGTH_MAX + " characters");
        }
    }

    /**
     * What headers say, whoever wrote them. A {@code traceparent} that is missing, there twice, or no such thing (an id of nothing but zeros,
     * capital letters, another length) is no context; a {@code tracestate} that is none is dropped alone. Never throws.
     *
     * @param parents every value of that header
     * @param states every value of that header, in their order, which make one list
     */
    public static Optional<TraceContext> of(List<String> parents, List<String> states) {
        if (parents.size() != 1 || !isParent(parents.getFirst())) {
            return Optional.empty();
        }
        String parent = parents.getFirst();
        int flags = Integer.parseInt(parent.substring(PARENT_LENGTH - 2, PARENT_LENGTH), 16) & FLAGS;
        return Optional.of(
                new TraceContext("00" + parent.substring(2, PARENT_LENGTH - 2) + "0" + flags, stateOf(states)));
    }

    private static String stateOf(List<String> states) {
        if (states.size() > MEMBERS_MAX) {
            return "";
        }
        String joined = String.join(",", states);
        return isState(joined) ? joined : "";
    }

    /** The id of the trace: 32 hexadecimal digits. */
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    /** How many bytes it takes as headers of a record, with their names. */
    public int bytes() {
        int state = tracestate.isEmpty() ? 0 : STATE.length() + tracestate.length();
        return PARENT.length() + traceparent.length() + state;
    }

    private static boolean isParent(String text) {
        if (text.length() < PARENT_LENGTH || text.length() > LATER_PARENT_LENGTH_MAX) {
            return false;
        }
        return text.substring(0, PARENT_LENGTH).matches(FORM)
                && isVersion(text.substring(0, 2), text)
                && !isZero(text.substring(3, 35))
                && !isZero(text.substring(36, 52));
    }

    /** Section 3.2.2.1: ff is none; version 00 ends here, a later one may go on behind a dash. */
    private static boolean isVersion(String version, String text) {
        return switch (version) {
            case "ff" -> false;
            case "00" -> text.length() == PARENT_LENGTH;
            default -> text.length() == PARENT_LENGTH || text.charAt(PARENT_LENGTH) == '-';
        };
    }

    private static boolean isZero(String digits) {
        return digits.chars().allMatch(digit -> digit == '0');
    }

    private static boolean isState(String text) {
        if (text.isEmpty() || text.length() > STATE_LENGTH_MAX) {
            return false;
        }
        String[] members = text.split(",", -1);
        Set<String> keys = new HashSet<>();
        return members.length <= MEMBERS_MAX
                && Arrays.stream(members).allMatch(member -> isMember(member.replaceAll("^[ \t]+|[ \t]+$", ""), keys))
                && !keys.isEmpty();
    }

    /** An empty member is allowed, section 3.3.1.2; a key that comes again is not, section 3.3.1.3.1. */
    private static boolean isMember(String member, Set<String> keys) {
        if (member.isEmpty()) {
            return true;
        }
        int is = member.indexOf('=');
        return is > 0
                && member.substring(0, is).matches(KEY)
                && member.substring(is + 1).matches(VALUE)
                && keys.add(member.substring(0, is));
    }
}
