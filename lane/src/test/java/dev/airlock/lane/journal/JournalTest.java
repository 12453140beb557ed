package dev.airlock.lane.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.lane.journal.Journals.Found;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was appended is there again, in its order; what is not needed goes; a second process is refused. */
class JournalTest {
    @TempDir
    Path directory;

    @Test
    void what_was_synced_is_there_again_in_its_order() throws Exception {
        List<String> texts =
                IntStream.range(0, 500).mapToObj(i -> "record " + i).toList();
        try (Found first = Journals.open(directory)) {
            for (String text : texts) {
                Journals.write(first.journal(), text);
            }
        }
        assertThat(Journals.files(directory)).hasSizeGreaterThan(1);
        try (Found again = Journals.open(directory)) {
            assertThat(again.texts()).isEqualTo(texts);
            assertThat(again.cuts()).isEmpty();
        }
    }

    @Test
    void a_thread_that_was_interrupted_writes_like_any_other_and_the_journal_works_on() throws Exception {
        List<String> texts =
                IntStream.range(0, 500).mapToObj(i -> "record " + i).toList();
        try (Found first = Journals.open(directory)) {
            for (String text : texts) {
                Thread.currentThread().interrupt();
                Journals.write(first.journal(), text);
                assertThat(Thread.interrupted()).as("it still is").isTrue();
            }
            Thread.currentThread().interrupt();
            first.journal().prepare();
            assertThat(first.journal().cursor(0).read()).isNotEmpty();
            assertThat(Thread.interrupted()).isTrue();
            Journals.write(first.journal(), "and on");
            assertThat(first.journal().broken()).isEmpty();
        }
        assertThat(Journals.files(directory)).as("turned over meanwhile").hasSizeGreaterThan(1);
        try (Found again = Journals.open(directory)) {
            assertThat(again.texts()).hasSize(501).startsWith("record 0").endsWith("and on");
        }
    }

    @Test
    void one_who_was_interrupted_while_he_waited_for_the_disk_syncs_for_the_others() throws Exception {
        int threads = 8;
        try (Found found = Journals.open(directory);
                var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> writers = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                int writer = n;
                writers.add(pool.submit(() -> {
                    for (int i = 0; i < 50; i++) {
                        long sequence = Journals.append(found.journal(), "writer " + writer + " record " + i);
                        Thread.currentThread().interrupt();
                        found.journal().sync(sequence);
                        assertThat(Thread.interrupted()).isTrue();
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(found.journal().broken()).isEmpty();
        }
        try (Found again = Journals.open(directory)) {
            assertThat(again.texts()).hasSize(threads * 50);
        }
    }

    @Test
    void what_was_only_appended_survives_the_death_of_the_process() throws Exception {
        try (Found first = Journals.open(directory)) {
            Journals.append(first.journal(), "not synced");
            Path copy = Journals.copy(directory, directory.resolve("as-the-kernel-has-it"));
            try (Found again = Journals.open(copy)) {
                assertThat(again.texts()).containsExactly("not synced");
            }
        }
    }

    @Test
    void a_journal_keeps_its_name_and_its_numbers_over_restarts() throws Exception {
        long id;
        long last;
        try (Found first = Journals.open(directory)) {
            id = first.journal().id();
            last = Journals.write(first.journal(), "one");
        }
        try (Found again = Journals.open(directory)) {
            assertThat(again.journal().id()).isEqualTo(id);
            assertThat(Journals.write(again.journal(), "two")).isEqualTo(last + 1);
        }
    }

    @Test
    void a_reader_sees_what_is_on_the_disk_and_nothing_else() throws Exception {
        try (Found found = Journals.open(directory)) {
            Journal journal = found.journal();
            Cursor cursor = journal.cursor(0);
            List<String> read = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                Journals.write(journal, "record " + i);
            }
            Journals.append(journal, "not yet");
            for (List<Entry> some = cursor.read(); !some.isEmpty(); some = cursor.read()) {
                some.forEach(entry -> read.add(Journals.text(entry)));
            }
            assertThat(read.stream().filter(text -> text.startsWith("record")))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 400).mapToObj(i -> "record " + i).toList());
            assertThat(read).doesNotContain("not yet");
            assertThat(Journals.text(journal.cursor(cursor.next() - 1).read().getFirst()))
                    .isEqualTo("record 399");
        }
    }

    @Test
    void files_go_when_nobody_needs_them_and_not_before_their_time() throws Exception {
        Shape patient = new Shape(Journals.SMALL.segmentBytes(), 1 << 20, Duration.ofHours(1));
        try (Found found = Journals.open(directory.resolve("patient"), patient)) {
            fillThreeFiles(found.journal());
            found.journal().release(found.journal().durable());
            assertThat(found.journal().files()).isGreaterThan(2);
        }
        try (Found found = Journals.open(directory.resolve("prompt"))) {
            fillThreeFiles(found.journal());
            found.journal().release(0);
            assertThat(found.journal().files()).isGreaterThan(2);
            found.journal().release(found.journal().durable());
            assertThat(found.journal().files()).isEqualTo(1);
            Journals.write(found.journal(), "goes on");
        }
        try (Found again = Journals.open(directory.resolve("prompt"))) {
            assertThat(again.texts()).contains("goes on");
        }
    }

    private static void fillThreeFiles(Journal journal) throws Exception {
        while (journal.files() < 3) {
            Journals.write(journal, "x".repeat(1000));
        }
    }

    @Test
    void a_second_process_is_refused() throws Exception {
        try (Found _ = Journals.open(directory)) {
            assertThatThrownBy(() -> Journals.open(directory))
                    .isInstanceOf(JournalRefused.class)
                    .hasMessageContaining("another node works on this journal");
        }
        try (Found again = Journals.open(directory)) {
            assertThat(again.texts()).isEmpty();
        }
    }

    @Test
    void a_journal_that_holds_all_it_may_has_no_room_until_something_goes() throws Exception {
        Shape tiny = new Shape(16 << 10, 32 << 10, Duration.ZERO);
        try (Found found = Journals.open(directory, tiny)) {
            Journal journal = found.journal();
            assertThatThrownBy(() -> {
                        while (true) {
                            Journals.write(journal, "x".repeat(1000));
                        }
                    })
                    .isInstanceOf(NoRoom.class)
                    .hasMessageContaining("that the bus has not taken yet");
            journal.release(journal.durable());
            Awaitility.await("a disk that was full is asked again")
                    .untilAsserted(() -> assertThatCode(() -> Journals.write(journal, "there is room again"))
                            .doesNotThrowAnyException());
        }
    }

    /** Writes until there is no room for what is claimed so; how many there were. */
    private static int fill(Journal journal, Claim claim) throws Exception {
        for (int written = 0; ; written++) {
            try {
                Journals.append(journal, claim, "z".repeat(500));
            } catch (NoRoom full) {
                return written;
            }
        }
    }

    @Test
    void what_is_usual_leaves_room_to_what_is_preferred_and_both_to_what_is_brief() throws Exception {
        Shape shared = new Shape(16 << 10, 32 << 10, 4 << 10, 2 << 10, Duration.ZERO);
        int size = 500 + Frame.OVERHEAD;
        try (Found found = Journals.open(directory, shared)) {
            Journal journal = found.journal();
            assertThat(fill(journal, Claim.USUAL)).isGreaterThan((16 << 10) / size);
            assertThat(fill(journal, Claim.PREFERRED)).isBetween((4 << 10) / size, (4 << 10) / size + 1);
            assertThat(fill(journal, Claim.USUAL)).isZero();
            assertThat(fill(journal, Claim.BRIEF)).isBetween((2 << 10) / size, (2 << 10) / size + 1);
            assertThat(fill(journal, Claim.PREFERRED)).isZero();
            journal.release(Long.MAX_VALUE);
            Awaitility.await("a disk that was full is asked again")
                    .untilAsserted(() -> assertThat(fill(journal, Claim.USUAL)).isPositive());
        }
    }

    @Test
    void what_is_reserved_at_once_leaves_the_shares_too() throws Exception {
        Shape shared = new Shape(16 << 10, 1 << 20, 4 << 10, 2 << 10, Duration.ZERO);
        try (Found found = Journals.open(directory, shared)) {
            Journal journal = found.journal();
            try (Room _ = journal.reserve(Claim.USUAL, 8 << 10, 1)) {
                assertThatThrownBy(() -> journal.reserve(Claim.USUAL, 4 << 10, 1))
                        .isInstanceOf(NoRoom.class);
                try (Room _ = journal.reserve(Claim.PREFERRED, 4 << 10, 1)) {
                    assertThatThrownBy(() -> journal.reserve(Claim.PREFERRED, 2 << 10, 1))
                            .isInstanceOf(NoRoom.class);
                    try (Room brief = journal.reserve(Claim.BRIEF, 1 << 10, 1)) {
                        journal.append(brief, new byte[1 << 10], _ -> {});
                    }
                }
            }
        }
    }

    @Test
    void the_standard_shape_has_room_for_a_run_in_every_slot_beside_the_shares() {
        for (int slots : new int[] {1, 2, 16, 64, 256}) {
            int run = 1_500_000;
            Shape shape = Shape.standard(slots, run);
            assertThat(shape.usable())
                    .isGreaterThanOrEqualTo(shape.leaves(Claim.USUAL) + slots * (run + 2L * Frame.OVERHEAD));
            assertThat(shape.leaves(Claim.USUAL) - shape.leaves(Claim.PREFERRED))
                    .as("an operator's run, and another behind it")
                    .isGreaterThanOrEqualTo(2L * run);
            assertThat(shape.leaves(Claim.PREFERRED)).isGreaterThanOrEqualTo(2L * run);
            assertThat(shape.leaves(Claim.BRIEF)).isZero();
            assertThat(shape.bytesMax()).isGreaterThanOrEqualTo(4L * shape.segmentBytes());
        }
        assertThat(Shape.standard(1, 1_000).segmentBytes()).isEqualTo(16 << 20);
        assertThat(Shape.standard(4_095, 3_000_000).segmentBytes()).isEqualTo(1 << 30);
        assertThatThrownBy(() -> new Shape(16 << 10, 32 << 10, 8 << 10, 4 << 10, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave nothing");
    }

    @Test
    void reserved_room_is_there_whatever_others_write_meanwhile() throws Exception {
        try (Found found = Journals.open(directory)) {
            Journal journal = found.journal();
            try (Room room = journal.reserve(Claim.USUAL, 8_000, 2)) {
                for (int i = 0; i < 20; i++) {
                    Journals.write(journal, "y".repeat(900));
                }
                journal.append(room, new byte[5_000], _ -> {});
                journal.append(room, new byte[3_000], _ -> {});
                assertThatThrownBy(() -> journal.append(room, new byte[1], _ -> {}))
                        .isInstanceOf(IllegalStateException.class);
            }
        }
    }

    @Test
    void those_who_wait_for_the_disk_share_its_syncs() throws Exception {
        int writers = 16;
        int each = 40;
        Shape large = new Shape(4 << 20, 64 << 20, Duration.ZERO);
        try (Found found = Journals.open(directory, large);
                var threads = Executors.newFixedThreadPool(writers)) {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                done.add(threads.submit(() -> {
                    go.await();
                    for (int n = 0; n < each; n++) {
                        Journals.write(found.journal(), "shared");
                    }
                    return found.journal().durable();
                }));
            }
            go.countDown();
            for (Future<?> one : done) {
                one.get();
            }
            System.out.printf(
                    "%d records, %d syncs%n", writers * each, found.journal().syncs());
            assertThat(found.journal().syncs()).isLessThan((long) writers * each / 2);
            assertThat(found.journal().durable()).isGreaterThanOrEqualTo((long) writers * each);
        }
    }

    @Test
    void its_files_are_nobody_elses_to_read() throws Exception {
        try (Found _ = Journals.open(directory.resolve("own"))) {
            assertThat(Files.getPosixFilePermissions(directory.resolve("own"))).hasSize(3);
            assertThat(Files.getPosixFilePermissions(
                            Journals.files(directory.resolve("own")).getFirst()))
                    .hasSize(2);
        }
    }
}
