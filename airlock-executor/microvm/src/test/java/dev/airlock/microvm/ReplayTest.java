package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.microvm.personality.Recording;
import dev.airlock.microvm.personality.SteppedPython;
import dev.airlock.microvm.personality.Stepper;
import dev.airlock.microvm.personality.Tape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a recorded run printed and called, it prints and calls again. Needs no KVM, see {@link CorpusTest}. */
class ReplayTest {
    private static final String CHANCE = """
            import os, random, secrets, tempfile, time, uuid
            print(random.random(), uuid.uuid4(), secrets.token_hex(), os.urandom(4).hex())
            print({'a', 'b', 'c', 'd', 'e'}, hash('x'), id(object()))
            print(time.time_ns(), time.monotonic_ns(), time.process_time_ns(), time.ctime())
            before = time.perf_counter_ns()
            time.sleep(0.05)
            print(time.perf_counter_ns() - before)
            with tempfile.NamedTemporaryFile() as file:
                print(file.name, os.stat(file.name).st_mtime_ns)
            """;

    @TempDir
    static Path folder;

    private static SteppedPython guests;

    @BeforeAll
    static void build() throws Exception {
        Optional<Path> stepper = Stepper.compile(folder);
        assumeTrue(stepper.isPresent(), "SKIPPED: there is no C compiler here, so no guest without KVM");
        ImageStore store = new ImageStore(folder.resolve("images"));
        PythonImage.build(store, Optional.empty(), _ -> {});
        guests = new SteppedPython(stepper.get(), store.load(PythonImage.NAME));
    }

    @AfterAll
    static void close() {
        if (guests != null) {
            guests.close();
        }
    }

    private static void isTheSameAgain(byte[] payload) throws Exception {
        SteppedPython.Ran first = guests.run(payload);
        Recording recording = Recording.of(first.tape().recording().bytes());
        assertThat(recording.whole()).isTrue();
        SteppedPython.Ran again = guests.run(payload, Tape.playing(recording));
        assertThat(text(again.out())).isEqualTo(text(first.out()));
        assertThat(text(again.err())).isEqualTo(text(first.err()));
        assertThat(again.code()).isEqualTo(first.code());
        assertThat(again.calls()).isEqualTo(first.calls());
        assertThat(again.tape().strayed()).isEmpty();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void chance_and_time_are_the_same_again_and_not_the_same_in_another_run() throws Exception {
        byte[] payload = CHANCE.getBytes(StandardCharsets.UTF_8);
        isTheSameAgain(payload);
        List<String> one = text(guests.run(payload).out()).lines().toList();
        List<String> other = text(guests.run(payload).out()).lines().toList();
        assertThat(one).hasSize(5);
        // The image fixes the seed of hashes, so the second line is the same in every run.
        for (int i : List.of(0, 2, 3, 4)) {
            assertThat(one.get(i)).isNotEqualTo(other.get(i));
        }
    }

    @Test
    void a_run_that_set_a_timer_says_so() throws Exception {
        byte[] payload = "import signal; signal.setitimer(signal.ITIMER_REAL, 10); print('set')"
                .getBytes(StandardCharsets.UTF_8);
        assertThat(guests.run(payload).tape().recording().timers()).isTrue();
        assertThat(guests.run("print(1)".getBytes(StandardCharsets.UTF_8))
                        .tape()
                        .recording()
                        .timers())
                .isFalse();
    }

    static Stream<Corpus.Program> sample() throws IOException {
        List<Corpus.Program> all = Corpus.all();
        return Stream.iterate(0, at -> at < all.size(), at -> at + all.size() / 10)
                .map(all::get);
    }

    @ParameterizedTest
    @MethodSource("sample")
    void an_ordinary_program_is_the_same_again(Corpus.Program program) throws Exception {
        isTheSameAgain(program.source());
    }

    @Test
    @Tag("long")
    void every_program_of_the_corpus_that_sets_no_timer_is_the_same_again() throws Exception {
        int compared = 0;
        List<String> cut = new ArrayList<>();
        for (Corpus.Program program : Corpus.all()) {
            Recording recording = guests.run(program.source()).tape().recording();
            if (!recording.whole()) {
                cut.add(program.name());
            } else if (!recording.timers()) {
                isTheSameAgain(program.source());
                compared++;
            }
        }
        // A clock is read for each of its hundreds of files: on a slow machine their distances fill a recording, which
        // then says so.
        assertThat(cut).isSubsetOf("many_files");
        assertThat(compared).isGreaterThan(180);
    }
}
