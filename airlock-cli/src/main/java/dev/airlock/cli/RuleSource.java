package dev.airlock.cli;

import dev.airlock.authorisation.model.Flag;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Reach;
import dev.airlock.road.BusUnreachable;
import dev.airlock.road.Topics;
import dev.airlock.road.TopicsDisagree;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.snaft.decide.CustomRules;
import dev.airlock.snaft.decide.CustomRules.Compiled;
import dev.airlock.snaft.model.CustomRule;
import dev.airlock.snaft.model.Fault;
import dev.airlock.snaft.model.RuleFile;
import dev.airlock.snaft.shell.RuleCheck;
import dev.airlock.snaft.shell.RuleHistory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;

/** Sets of custom rules for commands: from a file, or from the topic. */
final class RuleSource {
    private RuleSource() {}

    /** The text of a file. */
    static String text(Path file) throws IOException, Trouble {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", "give a file that is there");
        }
        // A character has at most four bytes, so nothing longer is read that could not be a set.
        if (Files.size(file) > 4L * RuleSet.TEXT_MAX) {
            throw new Trouble(
                    Exit.USAGE,
                    file + " is larger than a set of rules may be: " + RuleSet.TEXT_MAX + " characters",
                    "take blocks that have ended out of it");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Trouble(Exit.USAGE, file + " is not UTF-8 text", "write it as UTF-8");
        }
    }

    /** What becomes of a set's text; a flag that the policies do not know is a fault here, since it would raise all of them. */
    static Compiled compile(String text) {
        return switch (RuleCheck.compile(text)) {
            case Compiled.Faulty faulty -> faulty;
            case Compiled.Good good -> {
                List<Fault> faults = good.rules().file().rules().stream()
                        .filter(RuleSource::raisesNoFlag)
                        .map(rule -> new Fault(
                                rule.place(),
                                rule.name() + " is no flag; use flag. and one of "
                                        + String.join(
                                                ", ",
                                                Stream.of(Flag.values())
                                                        .map(Flag::label)
                                                        .toList())))
                        .toList();
                yield faults.isEmpty() ? good : new Compiled.Faulty(faults);
            }
        };
    }

    private static boolean raisesNoFlag(CustomRule rule) {
        return rule.name().startsWith(CustomRule.FLAG)
                && Flag.ofLabel(rule.name().substring(CustomRule.FLAG.length())).isEmpty();
    }

    /** A set that is in order, or trouble that tells all its faults. */
    static CustomRules good(String text, Path file) throws Trouble {
        return switch (compile(text)) {
            case Compiled.Good(CustomRules rules) -> rules;
            case Compiled.Faulty(List<Fault> faults) ->
                throw new Trouble(
                        Exit.PROGRAM_FAILED,
                        String.join(
                                "\n         ",
                                faults.stream().map(fault -> file + ":" + fault).toList()),
                        "airlock rules check " + file);
        };
    }

    /** What a set says that came into force once. */
    static RuleFile file(String text) throws Trouble {
        return switch (RuleCheck.compile(text)) {
            case Compiled.Good(CustomRules rules) -> rules.file();
            case Compiled.Faulty(List<Fault> faults) ->
                throw new Trouble(Exit.UNAVAILABLE, "the set in force is not in order: " + faults.getFirst(), "");
        };
    }

    /** All sets of a data directory's topic. */
    static RuleHistory history(Reach reach, DataDirectory data) throws IOException, Trouble {
        try {
            Topics.ensure(reach.bus(), (short) 1);
            return RuleHistory.read(reach.bus(), new KeyFiles(data.keys(), new SecureRandom()).ring());
        } catch (BusUnreachable | TopicsDisagree e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), "airlock doctor");
        }
    }
}
