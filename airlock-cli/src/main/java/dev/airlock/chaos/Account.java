package dev.airlock.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a campaign of kills ended.
 *
 * @param seed what everything followed from
 * @param kills how often a process got SIGKILL, by role
 * @param fell processes that ended by themselves and were started again, by role
 * @param triesLost how often callers got no answer and sent the same again
 * @param untrue answers that were not to be believed
 * @param reckoning intents against tokens
 * @param planted the faults that were made on purpose, in words
 * @param unnamed those of them that the audit has not named at their record
 * @param audit the exit code of the command that verifies the whole topic; 0 is good
 * @param auditSays its verdict, and each record that does not verify
 * @param seconds from the first intent to the last token
 */
public record Account(
        long seed,
        Map<String, Integer> kills,
        Map<String, Integer> fell,
        int triesLost,
        List<String> untrue,
        Reckoning reckoning,
        List<String> planted,
        List<String> unnamed,
        int audit,
        String auditSays,
        double seconds) {
    private static final int SHOWN_MAX = 20;

    public Account {
        kills = new TreeMap<>(kills);
        fell = new TreeMap<>(fell);
        untrue = List.copyOf(untrue);
        planted = List.copyOf(planted);
        unnamed = List.copyOf(unnamed);
    }

    /** Whether nothing was lost or doubled, nobody was told what is not so, and everything verifies. */
    public boolean holds() {
        return reckoning.holds() && untrue.isEmpty() && unnamed.isEmpty() && audit == 0;
    }

    /** For people. */
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add("%d intents in %.1f s, seed %d; killed %s%s"
                .formatted(
                        reckoning.sent(), seconds, seed, kills, fell.isEmpty() ? "" : "; fell by themselves " + fell));
        lines.add("tokens %d %s; tries without an answer %d"
                .formatted(reckoning.tokens(), new TreeMap<>(reckoning.outcomes()), triesLost));
        lines.add("operators' intents that were run: %d of %d (%.2f %%; at least 95 %% have to be)"
                .formatted(reckoning.safe(), reckoning.operators(), 100 * reckoning.safeShare()));
        add(lines, "LOST", reckoning.lost());
        add(lines, "TWO TOKENS", reckoning.doubled());
        add(lines, "CHANGED", reckoning.changed());
        add(lines, "NOBODY'S", reckoning.foreign());
        add(lines, "UNTRUE", untrue);
        add(lines, "planted:", planted);
        add(lines, "NOT NAMED BY THE AUDIT", unnamed);
        lines.add("audit: exit " + audit + ": " + auditSays);
        lines.add(holds() ? "nothing lost, nothing twice" : "IT DOES NOT HOLD");
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, String what, List<String> found) {
        found.stream().limit(SHOWN_MAX).forEach(one -> lines.add(what + " " + one));
        if (found.size() > SHOWN_MAX) {
            lines.add(what + " and " + (found.size() - SHOWN_MAX) + " more");
        }
    }

    /** The same for programs. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new TreeMap<>(Map.of(
                "holds", holds(),
                "seed", seed,
                "kills", kills,
                "fell", fell,
                "tries_lost", triesLost,
                "untrue", untrue,
                "audit_exit", audit,
                "audit_says", auditSays,
                "seconds", seconds));
        fields.putAll(Map.of("planted", planted, "planted_unnamed", unnamed));
        fields.putAll(Map.of(
                "sent", reckoning.sent(),
                "tokens", reckoning.tokens(),
                "outcomes", new TreeMap<>(reckoning.outcomes()),
                "lost", reckoning.lost(),
                "doubled", reckoning.doubled(),
                "changed", reckoning.changed(),
                "foreign", reckoning.foreign(),
                "operators", reckoning.operators(),
                "operators_safe", reckoning.safe()));
        return fields;
    }
}
