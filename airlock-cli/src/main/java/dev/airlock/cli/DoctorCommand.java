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
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at this machine: JDK, CPU, /dev/kvm and which KVM it is, Python, ports, data. Changes nothing.",
        footer = {"", "Exit code 0 when a program can be run here, else 7."})
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Diagnosis> seen = new Doctor(data.directory()).look();
        PrintWriter out = spec.commandLine().getOut();
        seen.forEach(diagnosis -> print(out, diagnosis));
        return seen.stream().anyMatch(diagnosis -> diagnosis.severity() == Diagnosis.Severity.BAD)
                ? Exit.UNAVAILABLE
                : Exit.FINE;
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
