package dev.airlock.cli;

import dev.airlock.cli.doctor.Diagnosis;
import dev.airlock.cli.doctor.Doctor;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at this machine: JDK, CPU, which backends work (KVM, containers), Python, ports, data. Changes nothing.",
        footer = {"", "Exit code 0 when a program can be run here (with --executor: when no lock is off), else 7."})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--executor",
            paramLabel = "PID|self",
            description = "Look at the jail of this running executor instead: which locks are on for all its threads.")
    private String executor;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Diagnosis> seen =
                executor == null ? new Doctor(data.directory()).look() : Doctor.executor(process(executor));
        PrintWriter out = spec.commandLine().getOut();
        seen.forEach(diagnosis -> print(out, diagnosis));
        return seen.stream().anyMatch(diagnosis -> diagnosis.severity() == Diagnosis.Severity.BAD)
                ? Exit.UNAVAILABLE
                : Exit.FINE;
    }

    private long process(String number) {
        if (number.equals("self")) {
            return ProcessHandle.current().pid();
        }
        if (!number.matches("[1-9]\\d{0,9}")) {
            throw new ParameterException(
                    spec.commandLine(), "--executor " + number + ": give a process number, or self");
        }
        return Long.parseLong(number);
    }

    private void print(PrintWriter out, Diagnosis diagnosis) {
        String severity = diagnosis.severity().name().toLowerCase(Locale.ROOT);
        if (json.asked()) {
            out.println(JsonOption.line(Map.of(
                    "check", diagnosis.check(),
                    "severity", severity,
                    "seen", diagnosis.seen(),
                    "fix", diagnosis.fix())));
            return;
        }
        out.printf("%-5s %-16s %s%n", severity, diagnosis.check(), diagnosis.seen());
        if (!diagnosis.fix().isEmpty()) {
            out.printf("%-5s %-16s fix: %s%n", "", "", diagnosis.fix());
        }
    }
}
