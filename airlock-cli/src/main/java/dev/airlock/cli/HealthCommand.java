package dev.airlock.cli;

import dev.airlock.node.Service;
import dev.airlock.node.SignOfLife;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "health",
        mixinStandardHelpOptions = true,
        description = {
            "Whether a service of its own is at work, by what it does on the bus: policy vouches for a posture, an executor's",
            "pulses say that it takes orders and that a backend is ready, snaft and the gateway hold partitions, and the ledger's",
            "signed heads cover every token."
        },
        footer = {"", "Exit code 0 when it is, else 7."})
final class HealthCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Parameters(paramLabel = "SERVICE", description = "policy, snaft, gateway, executor or ledger.")
    private String service;

    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        Service.Kind kind = Arrays.stream(Service.Kind.values())
                .filter(known -> known.label().equals(service))
                .findFirst()
                .orElseThrow(() -> new Trouble(
                        Exit.USAGE,
                        "there is no service '" + service + "'",
                        Arrays.stream(Service.Kind.values())
                                .map(Service.Kind::label)
                                .collect(Collectors.joining(", "))));
        try {
            SignOfLife sign = SignOfLife.of(kind, config.settings(kind.label()), PATIENCE);
            spec.commandLine()
                    .getOut()
                    .println(service + (sign.alive() ? " is at work: " : " is not at work: ") + sign.seen());
            return sign.alive() ? Exit.FINE : Exit.UNAVAILABLE;
        } catch (IllegalArgumentException e) {
            throw config.unfit(e);
        }
    }
}
