package dev.airlock.cli;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Policy;
import dev.airlock.authorisation.wire.AskFields;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description =
                "Whether a run would be allowed, and which policies say so, with their reasons and where they stand.",
        footer = {
            "",
            "  airlock policy explain --intent file:scan --origin external --context trust=10 --context risk=sensitive",
            "",
            "Exit code 0 when it is allowed, 3 when it is refused. Snaft and the posture are not asked here."
        })
final class PolicyExplainCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(names = "--intent", paramLabel = "INTENT", required = true, description = "What is wanted: code:execute.")
    private String intent;

    @Option(
            names = "--principal",
            paramLabel = "NAME",
            defaultValue = "somebody",
            description = "Who asks: the name of a key's holder; somebody by default.")
    private String principal;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            defaultValue = "local",
            description = "As what: external_ai, external, internal, local (the default) or operator.")
    private String origin;

    @Option(
            names = "--context",
            paramLabel = "FIELD=VALUE",
            description = {
                "A circumstance, as often as wanted: posture, cause, backend, lane, risk, trust, identity_bound, approved,",
                "fresh_copy, memory_mib, timeout_millis, flags, on_behalf_of (several joined by +)."
            })
    private Map<String, String> context = new LinkedHashMap<>();

    @Mixin
    private PoliciesOption source;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        Ask ask = ask();
        PolicySource.Found found = source.find(data.directory());
        Authorisation answer = found.set().on(ask);
        List<String> ids =
                switch (answer) {
                    case Authorisation.Allowed allowed -> allowed.policies();
                    case Authorisation.Denied denied -> denied.policies();
                };
        List<Policy> policies = found.set().policies().stream()
                .filter(policy -> ids.contains(policy.id()))
                .toList();
        boolean allowed = answer instanceof Authorisation.Allowed;
        if (json.asked()) {
            spec.commandLine()
                    .getOut()
                    .println(JsonOption.line(Map.of(
                            "allowed", allowed,
                            "policies", ids,
                            "reasons", policies.stream().map(Policy::reason).toList(),
                            "version", answer.version(),
                            "place", found.place())));
        } else {
            print(answer, policies, found.place());
        }
        return allowed ? Exit.FINE : Exit.REFUSED;
    }

    private Ask ask() throws Trouble {
        var fields = new LinkedHashMap<>(context);
        fields.put("intent", intent);
        fields.put("principal", principal);
        fields.put("origin", origin);
        try {
            return AskFields.read(fields);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, e.getMessage(), "airlock policy explain --help");
        }
    }

    private void print(Authorisation answer, List<Policy> policies, String place) {
        PrintWriter out = spec.commandLine().getOut();
        switch (answer) {
            case Authorisation.Allowed _ -> out.println("allowed");
            case Authorisation.Denied denied -> out.println("refused: " + denied.reason());
        }
        policies.forEach(policy -> out.printf(
                "  %-7s %s  %s:%d  %s%n",
                policy.effect() == Policy.Effect.PERMIT ? "permit" : "forbid",
                policy.id(),
                policy.file(),
                policy.line(),
                policy.reason()));
        out.println("asked: " + place + ", " + answer.version());
    }
}
