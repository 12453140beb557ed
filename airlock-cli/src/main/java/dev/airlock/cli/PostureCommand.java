package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.node.Watch;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Effective;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "posture",
        mixinStandardHelpOptions = true,
        description = "How guarded we are now, why, who made it so, and what it means, switch by switch.")
final class PostureCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var ring = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
        try (Reach reach = TokenSource.reach(data.directory());
                Watch watch = Watch.on(reach.bus(), ring, InstantSource.system())) {
            Duration patience = Duration.ofSeconds(reach.live() ? 3 : 1);
            Effective now = watch.await(Effective::fresh, patience);
            print(now, watch.view().recorded(), reach.live());
        }
        return Exit.FINE;
    }

    private void print(Effective now, Optional<Posture> recorded, boolean live) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Boolean> switches = switches(now.switches());
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "posture", word(now.posture()),
                    "cause", word(now.cause()),
                    "runtime_mode", word(now.runtimeMode()),
                    "external_ai_inbound", word(now.externalAiInbound()),
                    "execution_policy", word(now.executionPolicy()),
                    "posture_id", now.postureId(),
                    "verdict_id", now.verdictId(),
                    "reason", now.reason(),
                    "fresh", now.fresh(),
                    "switches", switches)));
            return;
        }
        out.printf("%s  (cause %s, runtime %s)%n", word(now.posture()), word(now.cause()), word(now.runtimeMode()));
        out.println(now.reason());
        out.printf("external AI: %s; programs: %s%n", word(now.externalAiInbound()), word(now.executionPolicy()));
        switches.forEach((name, on) -> out.printf("  %-34s %s%n", name, on ? "ON" : "-"));
        if (!now.fresh()) {
            recorded.ifPresent(last -> out.printf("last recorded: %s (%s)%n", word(last.posture()), last.reason()));
            out.println(live ? "Nobody vouches for a posture, so the strictest holds." : "No node runs here.");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Boolean> switches(Switches switches) {
        var all = new LinkedHashMap<String, Boolean>();
        for (RecordComponent one : Switches.class.getRecordComponents()) {
            try {
                String name = one.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                all.put(name, (Boolean) one.getAccessor().invoke(switches));
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("a record's own accessor", e);
            }
        }
        return all;
    }
}
