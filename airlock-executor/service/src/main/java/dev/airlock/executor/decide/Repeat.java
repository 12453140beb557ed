package dev.airlock.executor.decide;

import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Leave;
import dev.airlock.executor.model.Plan;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.SandboxKind;
import dev.airlock.executor.model.Site;
import dev.airlock.executor.model.SizeClass;
import dev.airlock.executor.model.Trace;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.Limits;
import dev.airlock.provenance.token.Output;
import dev.airlock.provenance.token.Syscalls;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.routes.Routes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run that is lived through again: how, and what it has in common with what the token of the first says. */
public final class Repeat {
    private static final String NONE = "none";

    private Repeat() {}

    /**
     * One thing that the token says, and what there is of it now.
     *
     * @param decides whether the second run is another run if this differs; else it only explains
     */
    public record Item(String name, String then, String now, boolean decides) {
        /** Whether both say the same. */
        public boolean same() {
            return then.equals(now);
        }
    }

    /** Why the run of this token cannot be lived through again by anybody; empty if it can. */
    public static Optional<String> never(UnsealedToken token) {
        if (token.erin() instanceof Erin.Refused || token.eromheen().backend().isEmpty()) {
            return Optional.of("nothing ran: " + token.erin().reason());
        }
        if (token.eromheen().backend().get() != Backend.MICROVM) {
            return Optional.of(
                    "it ran on " + token.eromheen().backend().get() + ", and only a microVM plays a recording");
        }
        return switch (token.erin()) {
            case Erin.Killed killed
            when killed.cause() == KillCause.DEADLINE ->
                Optional.of(
                        "it was ended at its deadline, which is the host's and comes at another instruction each time");
            case Erin.Killed killed
            when endedFromOutside(killed) ->
                Optional.of("it was ended from outside, at an instruction that nobody knows");
            case Erin.Faulted _ -> Optional.of("the run failed: " + token.erin().reason());
            case Erin.Completed _, Erin.Killed _ -> Optional.empty();
            case Erin.Refused _ -> Optional.of("nothing ran: " + token.erin().reason());
        };
    }

    private static boolean endedFromOutside(Erin.Killed killed) {
        return killed.cause() == KillCause.CANCELLED
                || killed.violations().stream()
                        .anyMatch(violation -> violation.what().equals("isolate_session"));
    }

    /** How it ran, as its token says; refused if the routes of today know nothing of its intent. */
    public static Leave plan(UnsealedToken token, Routes routes) {
        Optional<Limits> limits = token.eromheen().limits();
        Optional<Eraan.Image> image = token.eraan().image();
        Optional<SizeClass> size = limits.flatMap(all -> SizeClass.within((int) Math.min(all.memoryMib(), 1 << 20)));
        var route = routes.route(token.intent());
        if (limits.isEmpty() || image.isEmpty() || size.isEmpty() || route.isEmpty()) {
            return new Leave.Refused(new Refusal(
                    RefusalKind.MALFORMED,
                    "token",
                    "the token does not say how '" + token.intent() + "' was run, or no route has that intent now"));
        }
        return new Leave.Go(new Plan(
                token.eraan().key(),
                token.intent(),
                SandboxKind.MICROVM,
                image.get().name(),
                route.get().policy(),
                new RunLimits(
                        Duration.ofMillis(limits.get().deadlineMillis()),
                        size.get(),
                        (int) Math.min(limits.get().outputBytes(), Integer.MAX_VALUE),
                        limits.get().calls()),
                token.eromheen().mode()));
    }

    /** What the token says beside what was seen of the second run. */
    public static List<Item> compare(UnsealedToken then, Plan plan, Trace trace) {
        var now = Outcome.of(new Account.Ran(plan, trace, Triage.judge(plan, trace), Instant.EPOCH, Instant.EPOCH));
        List<Item> items = new ArrayList<>();
        items.add(new Item("end", end(then.erin()), end(now), true));
        output(then.erin(), now, items);
        calls(then.erin(), now, items);
        items.add(new Item("recording", "followed", trace.strayed().orElse("followed"), true));
        Optional<Site.Origins> origins = trace.site().origins();
        items.add(new Item(
                "image",
                then.eraan().image().map(image -> image.digest().value()).orElse(NONE),
                origins.map(Site.Origins::imageDigest).orElse(NONE),
                false));
        items.add(new Item(
                "snapshot",
                then.eraan().snapshotDigest().map(digest -> digest.value()).orElse(NONE),
                origins.flatMap(Site.Origins::snapshotDigest).orElse(NONE),
                false));
        return List.copyOf(items);
    }

    private static String end(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed -> "exit code " + completed.exitCode();
            case Erin.Killed killed -> "killed for " + killed.cause() + " " + killed.violations();
            case Erin.Faulted faulted -> "failed: " + faulted.cause();
            case Erin.Refused refused -> "refused: " + refused.cause();
        };
    }

    private static void output(Erin then, Erin now, List<Item> items) {
        Optional<Output> before = then.written();
        Optional<Output> after = now.written();
        items.add(item("output", before.map(Output::hash), after.map(Output::hash)));
        items.add(item("stdout, bytes", before.map(one -> one.stdout().bytes()), after.map(one -> one.stdout()
                .bytes())));
        items.add(item("stderr, bytes", before.map(one -> one.stderr().bytes()), after.map(one -> one.stderr()
                .bytes())));
        items.add(item("files", before.map(Output::files), after.map(Output::files)));
    }

    private static void calls(Erin then, Erin now, List<Item> items) {
        Optional<Syscalls> before = then.called();
        Optional<Syscalls> after = now.called();
        items.add(item("system calls", before.map(Syscalls::total), after.map(Syscalls::total)));
        items.add(item("audited", before.flatMap(Syscalls::audited), after.flatMap(Syscalls::audited)));
        items.add(item("their order", before.map(Syscalls::sequenceHash), after.map(Syscalls::sequenceHash)));
    }

    private static Item item(String name, Optional<?> then, Optional<?> now) {
        return new Item(name, text(then), text(now), true);
    }

    private static String text(Optional<?> value) {
        return value.map(Object::toString).orElse(NONE);
    }
}
