package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.image.Image;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus of ordinary programs on real machines, half of them reset in place; what differs from the host's own Python is known. */
@Tag("kvm")
class KvmCorpusTest {
    private static final int SAMPLE = 10;
    private static final int MEMORY_MIB = 256;
    private static final Limits LIMITS = new Limits(Patience.of(Duration.ofSeconds(60)), 16 << 20, 10_000_000);

    @TempDir
    private Path folder;

    @Test
    void a_sample_of_ordinary_programs_does_in_a_microvm_what_it_does_natively() throws Exception {
        compare(Corpus.sample(SAMPLE));
    }

    @Test
    @Tag("long")
    void every_program_of_the_corpus_does_in_a_microvm_what_it_does_natively() throws Exception {
        compare(Corpus.all());
    }

    private void compare(List<Corpus.Program> programs) throws Exception {
        KvmRequired.orSkipLoudly();
        ImageStore store = new ImageStore(folder.resolve("images"));
        PythonImage.build(store, Optional.empty(), _ -> {});
        Image image = store.load(PythonImage.NAME);
        NativePython host = new NativePython(folder, image);
        SortedSet<String> differ = new TreeSet<>();
        StringBuilder report = new StringBuilder();
        try (MicroVms vms = MicroVms.open();
                Snapshot snapshot = vms.boot(GuestProgram.of(image), MEMORY_MIB)) {
            for (Corpus.Program program : programs) {
                NativePython.Ran natively = host.run(program.source());
                try (ParkedVm vm = snapshot.park()) {
                    for (String way : List.of("new", "reset")) {
                        RunTrace trace = vm.run(program.source(), LIMITS, WarmPython.ALLOW_ALL);
                        int code = trace.end() instanceof End.Exited(int exit) ? exit : -1;
                        NativePython.Ran inside = NativePython.Ran.of(code, trace.stdout(), trace.stderr());
                        if (!inside.equals(natively)) {
                            differ.add(program.name());
                            report.append("%n%s, %s, %s%n  natively %s%n  in a guest %s%n"
                                    .formatted(program, way, trace.end(), natively, inside));
                        }
                        if (code < 0) {
                            break;
                        }
                        vm.reset();
                    }
                }
            }
        }
        Set<String> tried = programs.stream().map(Corpus.Program::name).collect(Collectors.toSet());
        SortedSet<String> known = new TreeSet<>(Corpus.differences().keySet());
        known.retainAll(tried);
        System.out.println("corpus on KVM: " + programs.size() + " programs, these differ: " + differ);
        assertThat(differ).as(report.toString()).isEqualTo(known);
    }
}
