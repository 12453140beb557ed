package dev.airlock.cli;

import java.io.PrintWriter;
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
            PostureCommand.class,
            VerdictCommand.class,
            ImageCommand.class,
            KeysCommand.class,
            DoctorCommand.class,
            BenchCommand.class,
            SelftestCommand.class,
            ServiceCommand.Policy.class,
            ServiceCommand.Snaft.class,
            ServiceCommand.Gateway.class,
            ServiceCommand.Executor.class,
            TopicsCommand.class,
            HealthCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Exit codes: 0 fine; 1 the program failed, or something does not verify; 2 wrong use, or this machine is in the way;",
            "3 refused; 4 killed for a violation; 5 killed at a limit; 6 the run failed; 7 no room, no backend, no bus;",
            "8 cancelled.",
            "",
            "Begin with:  airlock run code:execute 'print(sum(range(10)))'"
        })
public final class Airlock implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private Airlock() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Airlock())
                .setExitCodeExceptionMapper(problem -> problem instanceof Trouble trouble ? trouble.exit() : Exit.USAGE)
                .setExecutionExceptionHandler(Airlock::explain);
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
