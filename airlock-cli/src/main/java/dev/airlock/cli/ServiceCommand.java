package dev.airlock.cli;

import dev.airlock.node.Service;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** One service alone, against a Kafka that is there. */
abstract class ServiceCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Spec
    private CommandSpec spec;

    private final Service.Kind kind;

    ServiceCommand(Service.Kind kind) {
        this.kind = kind;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        return serve(kind, config, () -> prepared(config), spec);
    }

    /** Where a service's settings come from. */
    interface Settings {
        Map<String, String> read() throws IOException, Trouble;
    }

    /** Starts a service and stays until the process is to end. */
    static int serve(Service.Kind kind, ConfigOption config, Settings settings, CommandSpec spec)
            throws IOException, InterruptedException, Trouble {
        try (UntilEnd end = new UntilEnd();
                LogLines _ = LogLines.toStandardError(kind.text());
                Service service = Service.start(kind, settings.read())) {
            spec.commandLine().getOut().println(service + " is up");
            spec.commandLine().getOut().flush();
            end.await(service.drain());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw config.unfit(e);
        }
        return Exit.FINE;
    }

    /** The settings that the service starts with. */
    Map<String, String> prepared(ConfigOption given) throws IOException, Trouble {
        return given.settings();
    }

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
        Map<String, String> prepared(ConfigOption given) throws IOException, Trouble {
            return jail.prepared(given.settings(), given.file());
        }
    }
}
