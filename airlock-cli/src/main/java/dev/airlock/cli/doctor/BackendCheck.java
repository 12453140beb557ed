package dev.airlock.cli.doctor;

import dev.airlock.cli.doctor.Diagnosis.Severity;
import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.ContainerRuntime.Looked;
import dev.airlock.container.Containers;
import dev.airlock.container.ControlGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Which backends work here, why not, and the fix. One that works is enough. */
final class BackendCheck {
    private static final String CONTAINER = "container";
    private static final String RUNTIMES = "runtimes";

    /** All that a container's runtime asks of the kernel and that hosts forbid. */
    private static final List<String> TRIAL = List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "--pid",
            "--net",
            "--ipc",
            "--uts",
            "--cgroup",
            "--fork",
            "true");

    private BackendCheck() {}

    /** Both, with what does not work as a warning when the other one does, and which runtimes a container could have. */
    static List<Diagnosis> look() {
        List<Diagnosis> all = new ArrayList<>(weighed(Doctor.kvm(), container()));
        try {
            all.add(runtimes(ContainerRuntime.all(), hasGVisor()));
        } catch (ContainerFailed e) {
            all.add(Diagnosis.warn(RUNTIMES, e.getMessage(), "airlock doctor, once more"));
        }
        return all;
    }

    /**
     * Which runtime is used unless a setting says otherwise, and why another one is not.
     *
     * @param all in the order in which they are tried
     * @param gVisor whether its runsc is installed
     */
    static Diagnosis runtimes(List<Looked> all, boolean gVisor) {
        List<String> words = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        Optional<ContainerRuntime> used = Optional.empty();
        for (Looked looked : all) {
            Optional<ContainerRuntime> found = looked.found();
            if (found.isPresent()) {
                words.add(found.get().text()
                        + (used.isEmpty()
                                ? " is used"
                                : ", with container.runtime=" + looked.kind().word()));
                used = used.or(() -> found);
            } else {
                String[] parts = looked.why().split("; ", 2);
                words.add(parts[0]);
                fixes.add(parts[1]);
            }
        }
        words.add("gVisor's runsc is " + (gVisor ? "" : "not installed, and ") + "no backend of this release");
        String seen = String.join("; ", words);
        if (used.isEmpty()) {
            return Diagnosis.warn(RUNTIMES, seen, String.join(", or ", fixes));
        }
        return used.get().kind().showsEveryCall()
                ? Diagnosis.ok(RUNTIMES, seen)
                : Diagnosis.warn(
                        RUNTIMES,
                        seen + "; it never asks about write, so audit mode and container.calls=every are refused",
                        String.join(", or ", fixes));
    }

    private static boolean hasGVisor() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "runsc")));
    }

    static List<Diagnosis> weighed(Diagnosis microVm, Diagnosis container) {
        boolean one = microVm.severity() == Severity.OK || container.severity() == Severity.OK;
        return one ? List.of(milder(microVm), milder(container)) : List.of(microVm, container);
    }

    private static Diagnosis milder(Diagnosis diagnosis) {
        return diagnosis.severity() == Severity.BAD
                ? Diagnosis.warn(diagnosis.check(), diagnosis.seen(), diagnosis.fix())
                : diagnosis;
    }

    private static Diagnosis container() {
        try {
            return container(Containers.require(ContainerRuntime.Wanted.AUTO), trial(), ControlGroups.look());
        } catch (ContainerFailed e) {
            return of(e);
        }
    }

    /**
     * What an executor would find.
     *
     * @param runtime which one, and whose users its containers have
     * @param refused what the kernel says to namespaces; empty if it gives them
     */
    static Diagnosis container(String runtime, String refused, ControlGroups groups) {
        if (!refused.isEmpty()) {
            return Diagnosis.bad(
                    CONTAINER,
                    "no namespaces: " + refused,
                    "sysctl user.max_user_namespaces=65536 (and kernel.unprivileged_userns_clone=1 where it is), or"
                            + " start this container with fewer of its engine's own limits");
        }
        String seen = runtime + ", " + groups.text();
        return groups.usable()
                ? Diagnosis.ok(CONTAINER, seen + "; airlock up --backend container")
                : Diagnosis.bad(CONTAINER, seen + ": no executor is ready without limits", Containers.BOUND);
    }

    /** What is wrong stands before the first semicolon, and the fix behind it. */
    static Diagnosis of(ContainerFailed failed) {
        String[] parts = failed.getMessage().split("; ", 2);
        return Diagnosis.bad(CONTAINER, parts[0], parts.length > 1 ? parts[1] : "airlock up, and look into node.log");
    }

    /** What the kernel says to namespaces; empty if it gives them. */
    private static String trial() {
        try {
            Process process =
                    new ProcessBuilder(TRIAL).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readNBytes(256), java.nio.charset.StandardCharsets.UTF_8)
                    .strip();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "unshare does not end";
            }
            return process.exitValue() == 0 ? "" : said.isEmpty() ? "unshare fails" : said;
        } catch (IOException e) {
            return e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
