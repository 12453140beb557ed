package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.image.Image;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.microvm.Judgement;
import dev.airlock.microvm.Limits;
import dev.airlock.microvm.Monitor;
import dev.airlock.microvm.RunInput;
import dev.airlock.microvm.RunTrace;
import dev.airlock.microvm.SyscallCall;
import dev.airlock.schemas.syscalls.Ruling;
import dev.airlock.schemas.syscalls.SyscallNames;
import dev.airlock.schemas.syscalls.SyscallPolicies;
import dev.airlock.schemas.syscalls.SyscallPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Where real programs run in real containers, by a runtime that each class of tests names. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContainerGround {
    static final Limits LIMITS = new Limits(Duration.ofSeconds(20), 10_000, 1_000_000);
    static final SyscallPolicy POLICY = SyscallPolicies.load(List.of("code-execute"))
            .policy("code-execute", "python")
            .orElseThrow();

    Path folder;

    Image image;
    Containers containers;

    /** By which runtime. */
    abstract ContainerRuntime.Wanted runtime();

    @BeforeAll
    void open(@TempDir Path own) throws Exception {
        folder = own;
        try {
            containers = Containers.open(folder.resolve("containers"), runtime());
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: no containers of " + runtime() + " here, so their programs were not tested: "
                    + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
        ImageStore store = new ImageStore(folder.resolve("images"));
        PythonImage.build(store, Optional.empty(), _ -> {});
        image = store.load(PythonImage.NAME);
    }

    @AfterAll
    void close() throws IOException {
        if (containers != null) {
            containers.close();
            RootStore.delete(folder.resolve("containers"));
        }
    }

    /** Whatever a test does, nothing of its containers stays behind. */
    @AfterEach
    void nothing_is_left() throws IOException {
        try (Stream<Path> runs = Files.walk(folder.resolve("containers/runs"), 2)) {
            assertThat(runs.filter(path -> path.getFileName().toString().matches("\\d+")))
                    .isEmpty();
        }
        String ours = "airlock-" + ProcessHandle.current().pid() + "-";
        assertThat(ProcessHandle.allProcesses().filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(ours))
                        .isPresent()))
                .isEmpty();
        for (Path root : ControlGroups.look().roots()) {
            try (Stream<Path> groups = Files.list(root)) {
                assertThat(groups.filter(group -> group.getFileName().toString().startsWith(ours)))
                        .isEmpty();
            }
        }
    }

    /** As a route's policy has it; what it saw is kept. */
    static class Watch implements Monitor {
        final List<String> seen = new ArrayList<>();
        private final boolean lenient;
        Runnable kick = () -> {};

        Watch(boolean lenient) {
            this.lenient = lenient;
        }

        @Override
        public Judgement judge(SyscallCall call) {
            seen.add(POLICY.names().linuxName(call.number()));
            return POLICY.rule(call.number(), call.foreignCode()) instanceof Ruling.Violation violation && !lenient
                    ? new Judgement.Kill(violation.call())
                    : new Judgement.Allow();
        }

        @Override
        public void begins(Runnable rouse) {
            kick = rouse;
        }
    }

    /** So many calls listed, and the others named. */
    static CallList calls(IntPredicate listed) {
        SortedMap<Integer, String> calls = new TreeMap<>();
        SortedMap<Integer, String> others = new TreeMap<>();
        for (int number = 0; number < SyscallNames.LIMIT; number++) {
            if (POLICY.names().isKnown(number)) {
                (listed.test(number) ? calls : others)
                        .put(number, POLICY.names().linuxName(number).substring("sys_".length()));
            }
        }
        return new CallList(calls, others);
    }

    ContainerSpec spec(boolean everyCall) {
        CallList calls = calls(number -> POLICY.rule(number, false) instanceof Ruling.Allowed);
        return new ContainerSpec(image.command(), image.environment(), 128, calls, everyCall);
    }

    /** A program of a few bytes, which may read and write. */
    static ContainerSpec tiny() {
        return new ContainerSpec(
                List.of(TinyElf.PATH),
                List.of(),
                32,
                calls(number -> number == CallList.READ || number == CallList.WRITE),
                false);
    }

    RunTrace run(String program) throws ContainerFailed {
        return run(RunInput.of(program.getBytes(StandardCharsets.UTF_8)), LIMITS, new Watch(false), false);
    }

    RunTrace run(RunInput input, Limits limits, Monitor monitor, boolean everyCall) throws ContainerFailed {
        try (ParkedContainer parked = containers.park(image.root(), spec(everyCall))) {
            return parked.run(input, limits, monitor);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
