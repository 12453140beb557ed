package dev.airlock.snaft.decide.destruct;

import dev.airlock.snaft.decide.Rule;
import dev.airlock.snaft.decide.Subject;
import dev.airlock.snaft.decide.destruct.CommandReader.Reading;
import java.util.List;
import java.util.Optional;

/** DESTRUCT-001: refused in every posture and for every origin, the operator's included. */
public final class Destruction implements Rule {
    private static final List<Trap> TRAPS = List.of(
            new TreeTrap("rm", "rR", Target::isDeleteRoot, "recursive deletion"),
            new TreeTrap("chmod", "R", Target::isChangeRoot, "recursive change of rights"),
            new TreeTrap("chown", "R", Target::isChangeRoot, "recursive change of owner"),
            new CallTrap(),
            new DiskTrap(),
            new PowerTrap());

    @Override
    public String id() {
        return "DESTRUCT-001";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Optional<String> check(Subject subject) {
        if (ForkBomb.isIn(subject.text())) {
            return Optional.of("fork bomb");
        }
        for (Reading reading : Suspicion.readings(subject.text())) {
            Optional<String> deed = deed(subject.text(), reading);
            if (deed.isPresent()) {
                return deed;
            }
        }
        return Optional.empty();
    }

    /** The first deed of the commands in a text, suspicious or not. */
    static Optional<String> deed(String text, Reading reading) {
        CommandReader reader = new CommandReader(text, reading);
        for (Optional<List<Token>> command = reader.next(); command.isPresent(); command = reader.next()) {
            Optional<String> deed = firstDeed(command.get());
            if (deed.isPresent()) {
                return deed;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> firstDeed(List<Token> command) {
        for (Trap trap : TRAPS) {
            Optional<String> deed = trap.caught(command);
            if (deed.isPresent()) {
                return deed;
            }
        }
        return Optional.empty();
    }
}
