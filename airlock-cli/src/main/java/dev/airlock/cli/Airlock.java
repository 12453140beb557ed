package dev.airlock.cli;

import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.SchemaVersion;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command's root. */
@Command(
        name = "airlock",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Runs programs that nobody trusts, in watched microVMs, and proves what happened.",
        subcommands = {
            RunCommand.class,
            CancelCommand.class,
            UpCommand.class,
            StatusCommand.class,
            StopCommand.class,
            TokensCommand.class,
            OutputsCommand.class,
            VerifyCommand.class,
            ProofCommand.class,
            AuditCommand.class,
            ReplayCommand.class,
            PostureCommand.class,
            VerdictCommand.class,
            ApproveCommand.class,
            ApprovalsCommand.class,
            PolicyCommand.class,
            PrincipalCommand.class,
            DelegateCommand.class,
            RulesCommand.class,
            ImageCommand.class,
            SnapshotCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            RedteamCommand.class,
            ChaosCommand.class,
            ScaleCommand.class,
            SelftestCommand.class,
            BrokerCommand.class,
            ServiceCommand.Snaft.class,
            ServiceCommand.Gateway.class,
            ServiceCommand.Executor.class,
            LedgerCommand.class,
            WitnessCommand.class,
            TopicsCommand.class,
            AclsCommand.class,
            HealthCommand.class,
            SetupCommand.class,
            UninstallCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 fine; 1 the program failed, or something does not verify; 2 wrong use, or this machine is in the way;",
            "3 refused; 4 killed for a violation; 5 killed at a limit; 6 the run failed; 7 no room, no backend, no bus;",
            "8 cancelled; 9 a ledger has signed two stories of one log. `airlock setup` and `airlock uninstall` have codes of their",
            "own, in their help.",
            "",
            "Begin with:  airlock run code:execute 'print(sum(range(10)))'"
        })
public final class Airlock implements Callable<Integer> {
    /** What {@code schemas.write} is to a service, to a command that sends something itself; and its default to a service. */
    static final String SCHEMAS_WRITE = "AIRLOCK_SCHEMAS_WRITE";

    /** As long as the lines of help that are written here; a narrower terminal breaks them itself. */
    private static final int HELP_COLUMNS = 135;

    @Spec
    private CommandSpec spec;

    private Airlock() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        Optional<String> version = Optional.ofNullable(System.getenv(SCHEMAS_WRITE));
        if (version.isPresent()) {
            write(version.get());
        }
        UntilEnd.exit(commandLine(arguments).execute(arguments));
    }

    /** Not where nothing is said of it: to read the schemas takes longer than many commands. */
    private static void write(String version) {
        Optional<SchemaVersion> written = SchemaVersion.named(version);
        if (written.isEmpty()) {
            System.err.println("airlock: " + SCHEMAS_WRITE + " is '" + version + "'; it must be present or previous");
            UntilEnd.exit(Exit.USAGE);
        }
        written.ifPresent(Codecs::write);
    }

    /** With all commands, or with the one that the arguments begin with: to read about twenty others takes longer than many of them run. */
    static CommandLine commandLine(String... arguments) {
        return alone(arguments)
                .orElseGet(() -> new CommandLine(new Airlock()))
                .setUsageHelpWidth(HELP_COLUMNS)
                .setExitCodeExceptionMapper(problem -> problem instanceof Trouble trouble ? trouble.exit() : Exit.USAGE)
                .setExecutionExceptionHandler(Airlock::explain);
    }

    private static Optional<CommandLine> alone(String... arguments) {
        return Arrays.stream(Airlock.class.getAnnotation(Command.class).subcommands())
                .filter(type -> type != HelpCommand.class && arguments.length > 0)
                .filter(type -> type.getAnnotation(Command.class).name().equals(arguments[0]))
                .findFirst()
                .map(type -> new CommandLine(CommandSpec.create()
                        .name(Airlock.class.getAnnotation(Command.class).name())
                        .addSubcommand(arguments[0], new CommandLine(type))));
    }

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return Exit.USAGE;
    }

    private static int explain(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
        String message = problem.getMessage() == null ? problem.toString() : problem.getMessage();
        err.println("airlock: " + message);
        if (problem instanceof Trouble trouble && !trouble.fix().isEmpty()) {
            err.println("         try: " + trouble.fix());
        }
        if (System.getenv("AIRLOCK_TRACE") != null) {
            problem.printStackTrace(err);
        }
        err.flush();
        return problem instanceof Trouble trouble ? trouble.exit() : Exit.USAGE;
    }
}
