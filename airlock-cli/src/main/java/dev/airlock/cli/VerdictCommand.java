package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.node.Watch;
import dev.airlock.policy.model.Checklist;
import dev.airlock.policy.model.Emitters;
import dev.airlock.policy.wire.Checklists;
import dev.airlock.road.Topics;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verdict",
        mixinStandardHelpOptions = true,
        description = "Says how guarded we must be, signed with the operator's key. The strictest word of all counts.",
        subcommands = VerdictLoadCommand.class,
        footer = {
            "",
            "  airlock verdict quarantine --reason 'odd payloads since noon'   external AI is refused",
            "  airlock verdict hard --reason 'incident 17'                     all external callers are dropped",
            "  airlock verdict normal --reason 'looked into it'                takes an operator's word back",
            "  airlock verdict hard --scope session:s-1 --reason 'incident 18' the same for one session or agent:NAME",
            "  airlock verdict normal --reason 'found it' --checklist recovery --done cause,ledger,runtime",
            "                                                                  says what was looked at; it is kept in the reason",
            "  airlock verdict load verdicts.jsonl                             signs and sends what a file says",
            "",
            "The word 'normal' about a scope ends what an operator or an incident began there before.",
            "An operator's word holds across restarts until the operator says another. It cannot open what the runtime closed."
        })
final class VerdictCommand implements Callable<Integer> {
    private static final Map<String, PostureLevel> LEVELS = Map.of(
            "normal", PostureLevel.NORMAL_ZERO_TRUST,
            "quarantine", PostureLevel.QUARANTINE_EXTERNAL_AI,
            "hard", PostureLevel.HARD_QUARANTINE);

    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Parameters(paramLabel = "POSTURE", arity = "0..1", description = "normal, quarantine or hard.")
    private Optional<String> level;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; it is kept. Required.")
    private Optional<String> reason;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = "fleet",
            description = "Whom it is about: fleet (the default), agent:NAME by the name of its key, or session:ID.")
    private String scope;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends, for example 1h; an expired word counts as a quarantine.")
    private Optional<String> expires;

    @Option(
            names = "--checklist",
            paramLabel = "NAME",
            description = "What was gone through: recovery. Without a critical step of it nothing is opened.")
    private Optional<String> checklist;

    @Option(
            names = "--done",
            paramLabel = "STEP",
            split = ",",
            description = "The steps of the checklist that are done. Required with --checklist.")
    private List<String> done = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String wanted = level.orElseThrow(
                () -> new Trouble(Exit.USAGE, "give a posture: normal, quarantine or hard", "airlock verdict --help"));
        PostureLevel posture = Optional.ofNullable(LEVELS.get(wanted))
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "a posture is normal, quarantine or hard, not " + wanted,
                        "airlock verdict --help"));
        String why = reason.filter(text -> !text.isBlank())
                .orElseThrow(
                        () -> new Trouble(Exit.USAGE, "--reason is missing; it is kept", "airlock verdict --help"));
        Scope about = Scopes.of(scope);
        Instant now = InstantSource.system().instant();
        Optional<Instant> end = Optional.empty();
        if (expires.isPresent()) {
            end = Optional.of(now.plus(Words.duration("--expires", expires.get())));
        }
        Verdict verdict = checked(verdict(posture, why, now, end).about(about));
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        SigningKey operator = keys.loadOrCreate("operator");
        try (Reach reach = TokenSource.reach(data.directory())) {
            Topics.ensure(reach.bus(), (short) 1);
            Verdicts.send(reach, verdict, operator);
            tell(verdict, reach, keys);
        }
        return Exit.FINE;
    }

    /** With what was done of a checklist, if one was named. */
    private Verdict checked(Verdict bare) throws Trouble {
        if (checklist.isEmpty() && done.isEmpty()) {
            return bare;
        }
        String name = checklist.orElseThrow(
                () -> new Trouble(Exit.USAGE, "--done is of a checklist; name it", "--checklist recovery"));
        try {
            Checklist list = Checklists.named(name);
            Checklist.Report report = list.report(done);
            Optional<String> objection = Checklists.objection(report, bare.snaftPosture());
            if (objection.isPresent()) {
                list.steps().forEach(step -> spec.commandLine()
                        .getErr()
                        .printf(
                                "  %-10s %s%s: %s%n",
                                step.id(), step.name(), step.critical() ? " (critical)" : "", step.check()));
                throw new Trouble(Exit.USAGE, objection.get(), "airlock verdict --help");
            }
            return Checklists.on(bare, report);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock verdict --help");
        }
    }

    private static Verdict verdict(PostureLevel posture, String why, Instant now, Optional<Instant> end) {
        boolean open = posture == PostureLevel.NORMAL_ZERO_TRUST;
        boolean hard = posture == PostureLevel.HARD_QUARANTINE;
        // How the runtime is, the observer says; an operator's word is about who may come in.
        return new Verdict(
                Verdict.KIND,
                "operator-" + UUID.randomUUID(),
                now,
                Emitters.OPERATOR,
                RuntimeMode.EMBEDDED_ONLINE,
                RustAirlock.EMBEDDED,
                TrustKernel.ONLINE_WITH_AIRLOCK,
                PythonFallback.DISABLED,
                open ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND : ExternalInbound.DENY,
                hard ? ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY : ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                posture,
                why,
                Optional.empty(),
                end,
                Optional.empty());
    }

    private static String effect(Verdict verdict, Watch watch) throws InterruptedException {
        Duration patience = Duration.ofSeconds(3);
        Scope about = Scope.of(verdict.scope());
        if (!about.equals(Scope.FLEET)) {
            boolean guards = verdict.snaftPosture() != PostureLevel.NORMAL_ZERO_TRUST;
            watch.await(_ -> watch.view().guarded().containsKey(verdict.scope()) == guards, patience);
            return Optional.ofNullable(watch.view().guarded().get(verdict.scope()))
                    .map(posture -> "the posture of " + Line.fit(verdict.scope(), 160) + " is now "
                            + word(posture.posture()) + ": " + posture.reason())
                    .orElse("nothing is held against " + Line.fit(verdict.scope(), 160)
                            + " now; what binds everybody binds it");
        }
        Effective now = watch.await(
                effective -> effective.fresh()
                        && effective.posture().compareTo(verdict.snaftPosture()) >= 0
                        && watch.view()
                                .recorded()
                                .filter(last -> last.decidedAt().isAfter(verdict.timestamp()))
                                .isPresent(),
                patience);
        return "the posture is now " + word(now.posture()) + ": " + now.reason();
    }

    private static String word(PostureLevel posture) {
        return posture.name().toLowerCase(Locale.ROOT);
    }

    private void tell(Verdict verdict, Reach reach, KeyFiles keys) throws Exception {
        String effect = "recorded; it counts from the next start of a node on";
        if (reach.live()) {
            try (Watch watch = Watch.on(reach.bus(), keys.ring(), InstantSource.system())) {
                effect = effect(verdict, watch);
            }
        }
        spec.commandLine()
                .getOut()
                .println(
                        json.asked()
                                ? JsonOption.line(Map.of("verdict_id", verdict.verdictId(), "effect", effect))
                                : verdict.verdictId() + ": " + effect);
    }
}
