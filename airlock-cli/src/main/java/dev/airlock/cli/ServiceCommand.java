package dev.airlock.cli;

import dev.airlock.node.Service;
import dev.airlock.road.config.Settings;
import dev.airlock.road.keys.Signing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One service alone, against a Kafka that is there. */
abstract class ServiceCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private PrintOption print;

    @Spec
    private CommandSpec spec;

    private final Service.Kind kind;

    ServiceCommand(Service.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        Settings settings = config.settings(kind.label());
        try {
            prepare(settings, config.file(), print.asked());
            return serve(kind, config.file(), settings, print, spec);
        } catch (IllegalArgumentException e) {
            throw ConfigOption.unfit(config.file(), e);
        }
    }

    /** Starts a service and stays until the process is to end, or the service is broken; or says what it would start with. */
    static int serve(Service.Kind kind, Path file, Settings settings, PrintOption print, CommandSpec spec)
            throws InterruptedException, Trouble {
        Optional.ofNullable(System.getenv(Airlock.SCHEMAS_WRITE))
                .ifPresent(version -> settings.presume("schemas.write", version));
        if (print.asked()) {
            try {
                Service.check(kind, settings);
            } catch (IllegalArgumentException e) {
                throw ConfigOption.unfit(file, e);
            }
            return print.say(kind.label(), file, settings, spec);
        }
        return Ending.of(file, () -> serve(kind, settings, spec));
    }

    private static int serve(Service.Kind kind, Settings settings, CommandSpec spec)
            throws IOException, InterruptedException, Trouble {
        try (UntilEnd end = new UntilEnd();
                LogLines _ = LogLines.toStandardError(kind.label());
                Service service = started(kind, settings)) {
            spec.commandLine().getOut().println(service + " is up");
            spec.commandLine().getOut().flush();
            return Ending.await(end, service.drain(), service::broken);
        }
    }

    /** An executor loads what signs by itself, behind the first locks of its jail. */
    private static Service started(Service.Kind kind, Settings settings) throws IOException {
        if (kind != Service.Kind.EXECUTOR) {
            var _ = Signing.load();
        }
        return Service.start(kind, settings);
    }

    /** What is to be done before the service reads its settings. */
    void prepare(Settings settings, Path file, boolean onlyPrint) throws Trouble {}

    @Command(name = "snaft", mixinStandardHelpOptions = true, description = "Runs snaft-service alone.")
    static final class Snaft extends ServiceCommand {
        Snaft() {
            super(Service.Kind.SNAFT);
        }
    }

    @Command(
            name = "gateway",
            mixinStandardHelpOptions = true,
            description = "Runs capbus-gateway alone, with the MUX.")
    static final class Gateway extends ServiceCommand {
        Gateway() {
            super(Service.Kind.GATEWAY);
        }
    }

    @Command(
            name = "executor",
            mixinStandardHelpOptions = true,
            description = "Runs airlock-executor alone; needs /dev/kvm.")
    static final class Executor extends ServiceCommand {
        @Mixin
        private JailOption jail;

        Executor() {
            super(Service.Kind.EXECUTOR);
        }

        @Override
        void prepare(Settings settings, Path file, boolean onlyPrint) throws Trouble {
            jail.prepare(settings, file, onlyPrint);
        }
    }
}
