package dev.airlock.microvm;

import dev.airlock.jail.model.Account;
import dev.airlock.jail.model.JailSettings;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.shell.Cell;
import dev.airlock.jail.shell.Cell.Allowance;
import dev.airlock.jail.shell.Jail;
import dev.airlock.jail.shell.OwnCommand;
import dev.airlock.jail.shell.Stage0;
import dev.airlock.linux.Landlock.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that enters the jail as an executor does, and then runs guests behind a filter that kills whoever asks for more. */
final class JailedGuests {
    static final int USER = 64_000;

    private static final Path KVM = Path.of("/dev/kvm");
    private static final Map<String, String> SETTINGS = Map.of("jail", "on", "jail.seccomp", "kill");

    private JailedGuests() {}

    /** The store with Python's image is named by a property, as for all tests of guests. */
    public static void main(String[] arguments) throws Exception {
        if (!OwnCommand.hasEntered()) {
            throw Stage0.enter(cell());
        }
        Jail jail = Jail.of(JailSettings.from(SETTINGS));
        jail.begin();
        say("locks", words(jail.settle()));
        try (WarmPython python = WarmPython.boot(Path.of("none"), 64)) {
            say("first", ended(python.run("print(6 * 7)")));
            say("again", ended(python.run("import json; print(json.dumps([1, 2]))")));
            say(
                    "loop",
                    python.run("while True: pass", shortly(), WarmPython.ALLOW_ALL)
                            .end()
                            .toString());
            say(
                    "sleep",
                    python.run("import time; time.sleep(3600)", shortly(), WarmPython.ALLOW_ALL)
                            .end()
                            .toString());
            say("after", ended(python.run("print('alive')")));
        }
        say("end", "reached");
    }

    private static Cell cell() throws IOException {
        Account account = new Account(USER, USER, List.of());
        int group = (Integer) Files.getAttribute(KVM, "unix:gid");
        return Cell.ofThisJvm(
                Stage0.isRoot() ? Optional.of(group == 0 ? account : account.in(group)) : Optional.empty(),
                List.of(
                        new Allowance(KVM, Access.DEVICE),
                        Allowance.read(Path.of(System.getProperty("airlock.test.images")))),
                List.of());
    }

    private static Limits shortly() {
        return new Limits(Patience.of(Duration.ofMillis(300)), 1000, 100_000);
    }

    private static String words(List<Observation> seen) {
        return seen.stream().map(lock -> lock.lock() + "=" + lock.position()).collect(Collectors.joining(" "));
    }

    private static String ended(RunTrace trace) {
        return Stream.of(trace.end().toString(), WarmPython.out(trace), WarmPython.err(trace))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static void say(String what, String outcome) {
        System.out.println(what + ": " + outcome);
        System.out.flush();
    }
}
