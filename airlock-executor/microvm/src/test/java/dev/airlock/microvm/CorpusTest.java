package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.image.Image;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.microvm.personality.SteppedPython;
import dev.airlock.microvm.personality.Stepper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ordinary programs do in a guest what they do natively, byte for byte. Needs no KVM: this machine's own processor runs
 * the guest's instructions, and the personality answers its calls.
 */
class CorpusTest {
    private static final int SAMPLE = 20;
    private static final Path LISTS = Path.of("../../schemas/src/main/resources/syscalls");

    /** What only these programs do, and what the policy ends them for. */
    private static final Set<String> ASKS_FOR_MORE = Set.of("getpass_errors", "platform_facts");

    @TempDir
    static Path folder;

    private static SteppedPython guests;
    private static NativePython host;

    @BeforeAll
    static void build() throws Exception {
        Optional<Path> stepper = Stepper.compile(folder);
        assumeTrue(stepper.isPresent(), "SKIPPED: there is no C compiler here, so no guest without KVM");
        ImageStore store = new ImageStore(folder.resolve("images"));
        PythonImage.build(store, Optional.empty(), _ -> {});
        Image image = store.load(PythonImage.NAME);
        guests = new SteppedPython(stepper.get(), image);
        host = new NativePython(folder, image);
    }

    @AfterAll
    static void close() {
        if (guests != null) {
            guests.close();
        }
    }

    @Test
    void the_corpus_is_large_and_its_differences_are_explained() throws IOException {
        List<String> names = Corpus.all().stream().map(Corpus.Program::name).toList();
        assertThat(names)
                .hasSizeGreaterThanOrEqualTo(200)
                .containsAll(Corpus.differences().keySet());
        String guide = Files.readString(Path.of("../../docs/PYTHON.md"));
        assertThat(Corpus.differences())
                .allSatisfy((_, reason) -> assertThat(guide).contains(reason));
    }

    @Test
    void a_sample_of_ordinary_programs_does_in_a_guest_what_it_does_natively() throws Exception {
        compare(Corpus.sample(SAMPLE));
    }

    @Tag("long")
    @Test
    void every_program_of_the_corpus_does_in_a_guest_what_it_does_natively() throws Exception {
        compare(Corpus.all());
    }

    private static void compare(List<Corpus.Program> programs) throws Exception {
        SortedSet<String> differ = new TreeSet<>();
        SortedSet<Integer> called = new TreeSet<>();
        StringBuilder report = new StringBuilder();
        for (Corpus.Program program : programs) {
            NativePython.Ran natively = host.run(program.source());
            SteppedPython.Ran guest = guests.run(program.source());
            NativePython.Ran inside = NativePython.Ran.of(guest.code(), guest.out(), guest.err());
            if (!ASKS_FOR_MORE.contains(program.name())) {
                called.addAll(guest.calls().keySet());
            }
            if (!inside.equals(natively)) {
                differ.add(program.name());
                report.append("%n%s %s%n  natively %s%n  in a guest %s%n"
                        .formatted(program, guest.fault(), natively, inside));
            }
        }
        SortedSet<String> known = new TreeSet<>(Corpus.differences().keySet());
        known.retainAll(programs.stream().map(Corpus.Program::name).collect(Collectors.toSet()));
        System.out.println("corpus: " + programs.size() + " programs, these differ: " + reasons(known));
        assertThat(differ).as(report.toString()).isEqualTo(known);
        assertThat(notAllowed(called))
                .as("calls that the policy of code:execute does not allow")
                .isEmpty();
    }

    private static List<String> reasons(Set<String> names) throws IOException {
        var all = Corpus.differences();
        return names.stream().map(name -> name + " (" + all.get(name) + ")").toList();
    }

    private static SortedSet<String> notAllowed(Set<Integer> called) throws IOException {
        String allowed = Files.readString(LISTS.resolve("runtime-python.json"))
                + Files.readString(LISTS.resolve("code-execute.json"));
        String families = Files.readString(LISTS.resolve("families.json"));
        String table = Files.readString(LISTS.resolve("x86_64.json"));
        SortedSet<String> missing = new TreeSet<>();
        for (int number : called) {
            String name = first(table, "\"" + number + "\": *\"(\\w+)\"").orElse("number " + number);
            Optional<String> family = first(families, "\"name\": \"(\\w+)\", \"calls\": \\[[^]]*\"" + name + "\"");
            boolean is = allowed.contains("\"call\": \"" + name + "\"")
                    || family.filter(one -> allowed.contains("\"call\": \"" + one + "\""))
                            .isPresent();
            if (!is) {
                missing.add(name);
            }
        }
        return missing;
    }

    private static Optional<String> first(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .map(found -> Pattern.compile(pattern).matcher(found).replaceFirst("$1"));
    }

    @Test
    void two_runs_never_draw_the_same() throws Exception {
        byte[] payload = """
                import random, uuid, secrets, tempfile, os
                print(random.random(), uuid.uuid4(), secrets.token_hex(8), tempfile.mktemp(), os.urandom(8))
                """.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        Set<String> seen = new TreeSet<>();
        for (int run = 0; run < 3; run++) {
            String out = new String(guests.run(payload).out(), java.nio.charset.StandardCharsets.UTF_8);
            for (String word : out.split(" ", -1)) {
                assertThat(seen.add(word)).as(word).isTrue();
            }
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(15);
    }
}
