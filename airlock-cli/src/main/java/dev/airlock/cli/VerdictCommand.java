package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.node.Watch;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.Topics;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.PythonFallback;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.RustAirlock;
import dev.airlock.schemas.model.TrustKernel;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
        footer = {
            "",
            "  airlock verdict quarantine --reason 'odd payloads since noon'   external AI is refused",
            "  airlock verdict hard --reason 'incident 17'                     all external callers are dropped",
            "  airlock verdict normal --reason 'looked into it'                takes an operator's word back",
            "",
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

    @Parameters(paramLabel = "POSTURE", description = "normal, quarantine or hard.")
    private String level;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it is kept.")
    private String reason;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends, for example 1h; an expired word counts as a quarantine.")
    private Optional<String> expires;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PostureLevel posture = Optional.ofNullable(LEVELS.get(level))
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE, "a posture is normal, quarantine or hard, not " + level, "airlock verdict --help"));
        Instant now = InstantSource.system().instant();
        var keys = new KeyFiles(data.directory().keys(), new SecureRandom());
        SigningKey operator = keys.loadOrCreate("operator");
        Verdict verdict = verdict(posture, now, expires.map(text -> now.plus(Words.duration("--expires", text))));
        try (Reach reach = TokenSource.reach(data.directory())) {
            Topics.ensure(reach.bus(), (short) 1);
            send(reach, Codecs.VERDICT.seal(verdict, operator));
            tell(verdict, reach, keys);
        }
        return Exit.FINE;
    }

    private Verdict verdict(PostureLevel posture, Instant now, Optional<Instant> end) {
        boolean open = posture == PostureLevel.NORMAL_ZERO_TRUST;
        boolean hard = posture == PostureLevel.HARD_QUARANTINE;
        // How the runtime is, the observer says; an operator's word is about who may come in.
        return new Verdict(
                Verdict.KIND,
                "operator-" + UUID.randomUUID(),
                now,
                "jis:airlock:operator",
                RuntimeMode.EMBEDDED_ONLINE,
                RustAirlock.EMBEDDED,
                TrustKernel.ONLINE_WITH_AIRLOCK,
                PythonFallback.DISABLED,
                open ? ExternalInbound.ALLOW_IF_IDENTITY_BOUND : ExternalInbound.DENY,
                hard ? ExecutionPolicy.LOCAL_OR_OPERATOR_APPROVED_ONLY : ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                posture,
                reason,
                Optional.empty(),
                end,
                Optional.empty());
    }

    private static void send(Reach reach, byte[] record) throws Trouble {
        try (Sender sender = Sender.of(reach.bus(), Station.OPERATOR, Duration.ofSeconds(10))) {
            Delivery delivery = sender.send(
                            Outbound.byKey(Topic.VERDICTS, Posture.FLEET.getBytes(StandardCharsets.UTF_8), record))
                    .toCompletableFuture()
                    .join();
            if (!(delivery instanceof Delivery.Delivered)) {
                throw new Trouble(Exit.UNAVAILABLE, "the verdict was not taken: " + delivery, "airlock status");
            }
        }
    }

    private void tell(Verdict verdict, Reach reach, KeyFiles keys) throws Exception {
        String effect = "recorded; it counts from the next start of a node on";
        if (reach.live()) {
            try (Watch watch = Watch.on(reach.bus(), keys.ring(), InstantSource.system())) {
                Effective now = watch.await(
                        effective -> effective.fresh()
                                && effective.posture().compareTo(verdict.snaftPosture()) >= 0
                                && watch.view()
                                        .recorded()
                                        .filter(last -> last.decidedAt().isAfter(verdict.timestamp()))
                                        .isPresent(),
                        Duration.ofSeconds(3));
                effect = "the posture is now " + now.posture().name().toLowerCase(Locale.ROOT) + ": " + now.reason();
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
