package dev.airlock.cli;

import dev.airlock.node.Reach;
import dev.airlock.node.Watch;
import dev.airlock.policy.model.IncidentRules;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.model.Line;
import dev.airlock.schemas.model.Scope;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.PostureView;
import java.io.PrintWriter;
import java.lang.reflect.RecordComponent;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "posture",
        mixinStandardHelpOptions = true,
        description = "How guarded we are now, why, who made it so, and what it means, switch by switch.",
        footer = {
            "",
            "  airlock posture --scope session:s-1     what binds one session; agent:NAME likewise",
            "",
            "The figures of incidents are those that policy has where its settings incident.* say nothing else."
        })
final class PostureCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "Whom it binds: fleet, agent:NAME by the name of its key, or session:ID.")
    private Optional<String> scope;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Scope whom = Scopes.of(scope.orElse(Scope.FLEET.text()));
        var ring = new KeyFiles(data.directory().keys(), new SecureRandom()).ring();
        try (Reach reach = TokenSource.reach(data.directory());
                Watch watch = Watch.on(reach.bus(), ring, InstantSource.system())) {
            Duration patience = Duration.ofSeconds(reach.live() ? 3 : 1);
            watch.await(Effective::fresh, patience);
            print(watch.effective(whom), watch.view(), reach.live());
        }
        return Exit.FINE;
    }

    private void print(Effective now, PostureView view, boolean live) {
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Boolean> switches = switches(now.switches());
        if (json.asked()) {
            out.println(JsonOption.line(Map.ofEntries(
                    Map.entry("posture", word(now.posture())),
                    Map.entry("cause", word(now.cause())),
                    Map.entry("runtime_mode", word(now.runtimeMode())),
                    Map.entry("external_ai_inbound", word(now.externalAiInbound())),
                    Map.entry("execution_policy", word(now.executionPolicy())),
                    Map.entry("posture_id", now.postureId()),
                    Map.entry("verdict_id", now.verdictId()),
                    Map.entry("reason", now.reason()),
                    Map.entry("fresh", now.fresh()),
                    Map.entry("switches", switches),
                    Map.entry("guarded", guarded(view)))));
            return;
        }
        out.printf("%s  (cause %s, runtime %s)%n", word(now.posture()), word(now.cause()), word(now.runtimeMode()));
        out.println(now.reason());
        out.printf("external AI: %s; programs: %s%n", word(now.externalAiInbound()), word(now.executionPolicy()));
        switches.forEach((name, on) -> out.printf("  %-34s %s%n", name, on ? "ON" : "-"));
        guarded(view).forEach((name, level) -> out.printf("guarded: %s  %s%n", Line.fit(name, 160), level));
        IncidentRules.DEFAULT.explained().forEach(line -> out.printf("incidents: %s%n", line));
        if (!now.fresh()) {
            view.recorded()
                    .ifPresent(last -> out.printf("last recorded: %s (%s)%n", word(last.posture()), last.reason()));
            out.println(live ? "Nobody vouches for a posture, so the strictest holds." : "No node runs here.");
        }
    }

    /** Every agent and session that is guarded, with its rung. */
    private static SortedMap<String, String> guarded(PostureView view) {
        var all = new TreeMap<String, String>();
        view.guarded().forEach((name, posture) -> all.put(name, word(posture.posture())));
        return all;
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
