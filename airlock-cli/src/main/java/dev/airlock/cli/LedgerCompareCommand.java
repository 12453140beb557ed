package dev.airlock.cli;

import dev.airlock.node.LogPlace;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LogComparison;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.Note;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        description = {
            "Compares what two places tell of a ledger's logs: whether they are the same, which is ahead, and whether the larger begins",
            "with all of the smaller. A place is a file with a checkpoint, a data directory, or a ledger's URL. Both heads have to be signed."
        },
        footer = {
            "",
            "  airlock ledger compare yesterday.checkpoint http://127.0.0.1:4432 --key KEY   # KEY: airlock proof --show-key",
            "",
            "Exit code 0 when one log can have signed all of it; 9 when one has signed two stories, with both heads printed, which prove it",
            "to anybody; 1 when it cannot be said: other logs, nobody's signature, a head in one place only, tiles that are missing or wrong; 2 wrong use; 7 no answer."
        })
final class LedgerCompareCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "A checkpoint's file, a data directory, or a ledger's URL.")
    private String first;

    @Parameters(index = "1", paramLabel = "B", description = "Another one.")
    private String second;

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description =
                    "The ledger's verifier key, airlock/NAME+ID+KEY; more than one after a rotation. By default those in the data directory.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--name",
            paramLabel = "LEDGER",
            defaultValue = "main",
            description = "Which ledger the data directory's keys are of; by default ${DEFAULT-VALUE}, a node's own.")
    private String name;

    @Spec
    private CommandSpec spec;

    /** Whether a place has a head of which nothing can be said. */
    private boolean unsaid;

    @Override
    public Integer call() throws IOException, Trouble {
        try (LogPlace one = place(first);
                LogPlace other = place(second)) {
            List<NoteKey> trusted = trusted();
            int exit = compare(one, heads(first, one, trusted), other, heads(second, other, trusted));
            spec.commandLine().getOut().flush();
            return exit;
        }
    }

    private static LogPlace place(String text) throws Trouble {
        try {
            return LogPlace.of(text);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "");
        }
    }

    private List<NoteKey> trusted() throws IOException, Trouble {
        List<LedgerKey> ledgers = new ArrayList<>();
        try {
            keys.forEach(key -> ledgers.add(LedgerKey.parse(key)));
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, "--key: " + e.getMessage(), "");
        }
        if (keys.isEmpty()) {
            ledgers.addAll(LedgerKeys.of(new KeyFiles(data.directory().keys(), new SecureRandom()).ring(), name));
        }
        if (ledgers.isEmpty()) {
            throw new Trouble(
                    Exit.USAGE,
                    "no ledger's key is in " + data.directory().keys(),
                    "--key KEY, as airlock proof --show-key prints it where the ledger is");
        }
        List<NoteKey> all = new ArrayList<>();
        for (LedgerKey ledger : ledgers) {
            for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
                all.add(ledger.ofLog(partition));
            }
        }
        return all;
    }

    /** The heads of a place; one that nobody whom we trust has signed is told of and left out, and hides no fork elsewhere. */
    private Map<Integer, SignedCheckpoint> heads(String where, LogPlace place, List<NoteKey> trusted) throws Trouble {
        Map<Integer, SignedCheckpoint> heads = new LinkedHashMap<>();
        List<String> foreign = new ArrayList<>();
        try {
            for (Map.Entry<Integer, Note> one : place.heads().entrySet()) {
                try {
                    heads.put(one.getKey(), SignedCheckpoint.open(one.getValue(), trusted));
                } catch (LogRejected e) {
                    foreign.add(where + " has a head that is not this ledger's: " + e.getMessage());
                }
            }
        } catch (IOException e) {
            throw new Trouble(Exit.UNAVAILABLE, where + " cannot be read: " + e.getMessage(), "");
        } catch (LogRejected e) {
            foreign.add(where + " has a head that is not this ledger's: " + e.getMessage());
        }
        if (heads.isEmpty()) {
            throw new Trouble(
                    Exit.PROGRAM_FAILED, foreign.isEmpty() ? where + " has no signed head" : foreign.getFirst(), "");
        }
        foreign.forEach(one -> say(Map.of("log", "", "verdict", "foreign"), one));
        unsaid |= !foreign.isEmpty();
        return heads;
    }

    private int compare(
            LogPlace one, Map<Integer, SignedCheckpoint> ours, LogPlace other, Map<Integer, SignedCheckpoint> theirs) {
        var partitions = new TreeSet<>(ours.keySet());
        partitions.retainAll(theirs.keySet());
        if (partitions.isEmpty()) {
            say(Map.of("log", "", "verdict", "strangers"), "no log has a signed head in both places");
            return Exit.PROGRAM_FAILED;
        }
        boolean hidden = missing(one, ours, other, theirs);
        int exit = unsaid || hidden ? Exit.PROGRAM_FAILED : Exit.FINE;
        for (int partition : partitions) {
            int found = compare(ours.get(partition), one, theirs.get(partition), other, partition);
            exit = exit == Exit.FORKED || found == Exit.FORKED ? Exit.FORKED : Math.max(exit, found);
        }
        return exit;
    }

    /** Where both have more than one log, a head that is in one place only: what is not shown cannot be compared. */
    private boolean missing(
            LogPlace one, Map<Integer, SignedCheckpoint> ours, LogPlace other, Map<Integer, SignedCheckpoint> theirs) {
        if (one instanceof LogPlace.Single || other instanceof LogPlace.Single) {
            return false;
        }
        var alone = new TreeSet<>(ours.keySet());
        alone.addAll(theirs.keySet());
        alone.removeIf(partition -> ours.containsKey(partition) && theirs.containsKey(partition));
        for (int partition : alone) {
            boolean here = ours.containsKey(partition);
            SignedCheckpoint head = here ? ours.get(partition) : theirs.get(partition);
            said(
                    Exit.PROGRAM_FAILED,
                    head.checkpoint().log(),
                    "missing",
                    here ? head.checkpoint().size() : 0,
                    here ? 0 : head.checkpoint().size(),
                    (here ? second : first) + " shows no head of it; the other has "
                            + head.checkpoint().size() + " records");
        }
        return !alone.isEmpty();
    }

    private int compare(SignedCheckpoint ours, LogPlace one, SignedCheckpoint theirs, LogPlace other, int partition) {
        String log = ours.checkpoint().log();
        try {
            return switch (LogComparison.of(ours, one.tiles(partition), theirs, other.tiles(partition))) {
                case LogComparison.Same(var head) ->
                    said(Exit.FINE, log, "same", head.size(), head.size(), "the same, " + head.size() + " records");
                case LogComparison.Grown(var smaller, var larger) -> {
                    boolean behind = ours.checkpoint().equals(smaller);
                    yield said(
                            Exit.FINE,
                            log,
                            behind ? "second-ahead" : "first-ahead",
                            ours.checkpoint().size(),
                            theirs.checkpoint().size(),
                            (behind ? second : first) + " is ahead: it has " + larger.size()
                                    + " records, and the first " + smaller.size() + " are those of "
                                    + (behind ? first : second));
                }
                case LogComparison.Forked forked -> forked(log, ours, theirs, forked);
                case LogComparison.Strangers(var mine, var its) ->
                    said(Exit.PROGRAM_FAILED, mine, "strangers", 0, 0, "another log than " + its);
            };
        } catch (IOException e) {
            return said(
                    Exit.PROGRAM_FAILED,
                    log,
                    "unknown",
                    ours.checkpoint().size(),
                    theirs.checkpoint().size(),
                    ours.checkpoint().size() + " records and "
                            + theirs.checkpoint().size() + "; whether one begins with the other cannot be said: "
                            + e.getMessage());
        }
    }

    private int forked(String log, SignedCheckpoint ours, SignedCheckpoint theirs, LogComparison.Forked forked) {
        String words = log + "  FORKED: the ledger has signed two stories. Over the first "
                + forked.smaller().checkpoint().size() + " records it has signed the root "
                + forked.smaller().checkpoint().root().base64() + ", and its head of "
                + forked.larger().checkpoint().size() + " rests on "
                + forked.before().base64();
        List<String> notes = List.of(text(ours), text(theirs));
        Map<String, Object> fields = fields(
                log, "forked", ours.checkpoint().size(), theirs.checkpoint().size());
        fields.put("notes", notes);
        say(fields, words);
        if (!json.asked()) {
            PrintWriter out = spec.commandLine().getOut();
            notes.forEach(note -> out.print("\n" + note));
        }
        return Exit.FORKED;
    }

    private static String text(SignedCheckpoint head) {
        return new String(head.bytes(), StandardCharsets.UTF_8);
    }

    private static Map<String, Object> fields(String log, String verdict, long first, long second) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("log", log);
        fields.put("verdict", verdict);
        fields.put("first", first);
        fields.put("second", second);
        return fields;
    }

    private int said(int exit, String log, String verdict, long first, long second, String words) {
        say(fields(log, verdict, first, second), log + "  " + words);
        return exit;
    }

    private void say(Map<String, Object> fields, String words) {
        spec.commandLine().getOut().println(json.asked() ? JsonOption.line(fields) : words);
    }
}
