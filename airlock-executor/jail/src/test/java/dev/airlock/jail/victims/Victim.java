package dev.airlock.jail.victims;

import dev.airlock.jail.model.Account;
import dev.airlock.jail.model.JailSettings;
import dev.airlock.jail.model.Observation;
import dev.airlock.jail.shell.Cell;
import dev.airlock.jail.shell.Jail;
import dev.airlock.jail.shell.JailIncomplete;
import dev.airlock.jail.shell.OwnCommand;
import dev.airlock.jail.shell.Stage0;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A program in the jail that tries everything and says what came of it, one line each. Its arguments come in system
 * properties: {@code victim.plan}, {@code victim.data}, {@code victim.open}, ports, the parent.
 */
final class Victim {
    static final int USER = 64_000;

    /** A file of root's that whoever starts stage 0 leaves open. */
    static final String INHERITED = "/etc/shadow";

    private Victim() {}

    public static void main(String[] arguments) throws Exception {
        String plan = System.getProperty("victim.plan");
        if (!plan.equals("unjailed") && !OwnCommand.hasEntered()) {
            throw Stage0.enter(Cell.ofThisJvm(
                    Optional.of(new Account(USER, USER, List.of())),
                    List.of(Cell.Allowance.write(data())),
                    List.of(allowedPort())));
        }
        try {
            live(plan);
        } catch (JailIncomplete e) {
            say("incomplete", e.getMessage());
            System.exit(3);
        }
    }

    private static void live(String plan) throws Exception {
        ExecutorService before = thread("before");
        Jail jail = Jail.of(JailSettings.from(settings(plan)));
        observe("begin", jail.begin());
        Files.writeString(data().resolve("note"), "made at the start");
        say("start", Deed.MAKES_A_FILE_ELSEWHERE.outcome());
        say("pair", Deed.PAIRS_DATAGRAM_SOCKETS.outcome());
        observe("settle", jail.settle());
        ExecutorService after = thread("after");
        switch (plan) {
            case "errno" -> everything(before, after);
            case "work" -> works(before, after);
            case "pressure" -> forgotten();
            case "log", "kill" -> say("getppid", Long.toString(Calls.call(110)));
            case "x32" -> say("x32", Long.toString(Calls.call(0x4000_0000L | 39)));
            // mov eax, 20 (getpid of i386); int 0x80; ret
            case "i386" ->
                say("i386", Integer.toString(Calls.run(new byte[] {
                    (byte) 0xB8, 20, 0, 0, 0, (byte) 0xCD, (byte) 0x80, (byte) 0xC3
                })));
            default -> throw new IllegalArgumentException(plan);
        }
        before.shutdown();
        after.shutdown();
    }

    /** The parent makes the kernel forget what it can, and then says so. */
    private static void forgotten() throws IOException {
        say("ready", "waiting");
        say("told", Integer.toString(System.in.read()));
        say("status", Deed.opening("/proc/self/status"));
        say("pagemap", Deed.opening("/proc/self/pagemap"));
    }

    private static Map<String, String> settings(String plan) {
        return switch (plan) {
            case "log" -> Map.of("jail", "on", "jail.seccomp", "log");
            case "kill", "work" -> Map.of("jail", level(), "jail.seccomp", "kill");
            case "unjailed" -> Map.of("jail", "required");
            default -> Map.of("jail", level(), "jail.seccomp", "errno");
        };
    }

    private static void everything(ExecutorService before, ExecutorService after) throws Exception {
        for (Deed deed : Deed.values()) {
            say("main " + deed, deed.outcome());
            say("before " + deed, before.submit(deed::outcome).get());
            say("after " + deed, after.submit(deed::outcome).get());
        }
        works(before, after);
    }

    private static void works(ExecutorService before, ExecutorService after) throws Exception {
        for (Work work : Work.values()) {
            say("main " + work, work.outcome());
            say("before " + work, before.submit(work::outcome).get());
            say("after " + work, after.submit(work::outcome).get());
        }
    }

    private static ExecutorService thread(String name) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("victim-" + name).factory());
        thread.submit(() -> {}).get();
        return thread;
    }

    private static void observe(String when, List<Observation> seen) {
        List<String> words = new ArrayList<>();
        seen.forEach(one -> words.add(one.lock() + "=" + one.position()));
        say(when, String.join(" ", words));
    }

    private static void say(String what, String outcome) {
        System.out.println(what + ": " + outcome);
        System.out.flush();
    }

    /** What the parent finds that this kernel can do. */
    private static String level() {
        return System.getProperty("victim.level");
    }

    static Path data() {
        return Path.of(System.getProperty("victim.data"));
    }

    /** A file outside the data directory that anybody may write. */
    static Path open() {
        return Path.of(System.getProperty("victim.open"));
    }

    /** A directory in which anybody may make files. */
    static Path commons() {
        return Path.of(System.getProperty("victim.commons"));
    }

    static long parent() {
        return Long.getLong("victim.parent");
    }

    static int allowedPort() {
        return Integer.getInteger("victim.port");
    }

    static int forbiddenPort() {
        return Integer.getInteger("victim.forbidden");
    }
}
