package dev.airlock.jail.wire;

import dev.airlock.jail.model.Answer;
import dev.airlock.jail.model.Condition;
import dev.airlock.jail.model.Phase;
import dev.airlock.jail.model.SyscallFilter;
import dev.airlock.jail.model.SyscallRule;
import dev.airlock.schemas.syscalls.ReviewedFile;
import dev.airlock.schemas.syscalls.SyscallNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The reviewed filters, from the class path. */
public final class Filters {
    static final String FILE = "/jail/seccomp.json";

    private final FilterFile file;
    private final SyscallNames names;
    private final int self;

    private Filters(FilterFile file, SyscallNames names, int self) {
        this.file = file;
        this.names = names;
        this.self = self;
    }

    /**
     * The filter of a phase.
     *
     * @param self the number of the process that it is for
     * @throws IllegalStateException if the file is not of its shape or names what is not there
     */
    public static SyscallFilter load(Phase phase, int self) {
        FilterFile file = ReviewedFile.read(FILE, FilterFile.class);
        return new Filters(file, SyscallNames.load(), self).filter(phase);
    }

    private SyscallFilter filter(Phase phase) {
        Stream<SyscallRule> plain = file.plain().stream()
                .filter(entry -> entry.phase().covers(phase))
                .map(entry -> new SyscallRule(names.numberOf(entry.call()), List.of(), new Answer.Allow()));
        Stream<SyscallRule> checked = file.checked().stream()
                .filter(entry -> entry.phase().covers(phase))
                .map(this::rule);
        Stream<SyscallRule> refused = file.refused().stream()
                .filter(entry -> entry.phase().covers(phase))
                .map(entry -> new SyscallRule(names.numberOf(entry.call()), List.of(), refusal(entry.errno())));
        return new SyscallFilter(
                Stream.of(plain, checked, refused).flatMap(rules -> rules).toList());
    }

    private SyscallRule rule(FilterFile.Checked entry) {
        Answer otherwise = entry.otherwise().isEmpty() ? new Answer.Deny() : refusal(entry.otherwise());
        return new SyscallRule(
                names.numberOf(entry.call()),
                entry.when().stream().map(this::condition).toList(),
                otherwise);
    }

    private Condition condition(FilterFile.Test test) {
        return new Condition(
                test.argument(),
                number(test.mask()),
                test.values().stream().map(this::number).toList());
    }

    private int number(String word) {
        return switch (word) {
            case "ALL" -> -1;
            case "NONE" -> 0;
            case "SELF" -> self;
            default -> Integer.parseUnsignedInt(named(word).substring(2), 16);
        };
    }

    private String named(String word) {
        return Optional.ofNullable(file.words().get(word))
                .filter(text -> text.startsWith("0x"))
                .orElseThrow(() -> new IllegalStateException(FILE + ": no word with a value in hex is " + word));
    }

    private Answer refusal(String errno) {
        String number = Optional.ofNullable(file.errnos().get(errno))
                .orElseThrow(() -> new IllegalStateException(FILE + ": no error is called " + errno));
        return new Answer.Refuse(Integer.parseInt(number));
    }
}
