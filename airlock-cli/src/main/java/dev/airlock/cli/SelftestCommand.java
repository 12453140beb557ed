package dev.airlock.cli;

import dev.airlock.selftest.Kernel;
import dev.airlock.selftest.Reach;
import dev.airlock.selftest.Selftest;
import dev.airlock.selftest.SelftestFailed;
import dev.airlock.selftest.Tally;
import dev.airlock.selftest.TestChoice;
import dev.airlock.selftest.TestCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "selftest",
        mixinStandardHelpOptions = true,
        description =
                "Runs the tests of real guests: on this machine's /dev/kvm, or with --tcg in an emulated machine that has one.",
        footer = {
            "",
            "With --tcg nothing but QEMU is needed: it emulates a processor with SVM, in which Debian's cloud kernel offers a real",
            "kvm_amd. That takes minutes, and says nothing about speed. What is made once is kept in selftest/ of the data directory.",
            "Exit code 0 when something was tested and nothing failed, 1 when a test failed, 7 when there is no verdict.",
            "",
            "Examples:",
            "  airlock selftest --tcg",
            "  airlock selftest --tcg --tests TrapTest --tests 'CallTest#a_forged*'",
            "  airlock selftest --tcg --road --tests NodeIT --timeout 1h",
            "  airlock selftest --tcg --tour"
        })
final class SelftestCommand implements Callable<Integer> {
    /** A test has failed. */
    private static final int FAILED = 1;

    @Mixin
    private DataOption data;

    @Option(names = "--tcg", description = "In a machine that QEMU emulates.")
    private boolean emulated;

    @Option(
            names = "--road",
            description =
                    "The executor's, the node's and the command's tests of real guests, in place of the guests' own.")
    private boolean road;

    @Option(
            names = "--tour",
            description =
                    "With --tcg: README's commands in place of tests, typed one after another on a node that stays up; each"
                            + " with its exit code.")
    private boolean tour;

    @Option(
            names = "--tests",
            paramLabel = "GLOB",
            description = "CLASS or CLASS#METHOD, * for anything; may be repeated. By default all.")
    private List<String> globs = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30m",
            description = "Most time for booting and testing: 90s, 30m, 2h; by default $${DEFAULT-VALUE}.")
    private String timeout;

    @Option(names = "--keep", description = "With --tcg: leave the machine's files and its console, and say where.")
    private boolean keep;

    @Option(
            names = "--code",
            paramLabel = "DIR",
            description =
                    "Test what Maven has compiled in this working copy of the project, not what was built for this command.")
    private Optional<Path> copy;

    @ArgGroup(exclusive = false)
    private GivenKernel kernel;

    @Spec
    private CommandSpec spec;

    /** For machines without apt. */
    private static final class GivenKernel {
        @Option(
                names = "--kernel",
                paramLabel = "FILE",
                required = true,
                description = "With --tcg: a kernel (vmlinuz) in place of Debian's.")
        private Path image;

        @Option(
                names = "--modules",
                paramLabel = "DIR",
                required = true,
                description = "With --tcg: where kvm-amd.ko of that kernel lies, at any depth.")
        private Path modules;
    }

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        TestChoice choice = new TestChoice(globs);
        if (tour && (!emulated || !globs.isEmpty())) {
            throw new Trouble(Exit.USAGE, "--tour takes --tcg and no --tests", "airlock selftest --tcg --tour");
        }
        Reach reach = road || tour ? Reach.ROAD : Reach.GUESTS;
        Selftest selftest = new Selftest(
                reach, data.directory().selftest(), choice, Words.duration("--timeout", timeout), this::say);
        try {
            TestCode code = TestCode.find(reach, copy);
            Optional<Kernel> given = Optional.ofNullable(kernel).map(one -> new Kernel(one.image, one.modules));
            Tally tally;
            if (tour) {
                tally = selftest.tour(code, given, keep, this::print);
            } else if (emulated) {
                tally = selftest.emulated(code, given, keep, this::print);
            } else {
                tally = selftest.here(code, this::print);
            }
            print(tally.text());
            return tally.holds() ? Exit.FINE : FAILED;
        } catch (SelftestFailed e) {
            throw new Trouble(Exit.UNAVAILABLE, e.getMessage(), e.fix());
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("airlock: " + line);
        err.flush();
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
