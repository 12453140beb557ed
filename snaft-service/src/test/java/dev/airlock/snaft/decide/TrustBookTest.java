package dev.airlock.snaft.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.snaft.model.Deed;
import dev.airlock.snaft.model.Deed.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrustBookTest {
    private static final Instant T = Instant.parse("2026-12-01T10:00:00Z");
    private static final Duration DAY = Duration.ofHours(24);

    private static final List<Kind> BAD = List.of(Kind.WARNED, Kind.UNROUTED, Kind.BLOCKED);

    private final TrustBook book = new TrustBook(DAY);

    @Test
    void who_was_never_heard_of_has_50_per_cent() {
        assertThat(percent(book, "new", T)).isEqualTo(50);
    }

    @Test
    void it_is_no_use_to_be_bad_in_many_partitions() {
        IntStream.range(0, 6).forEach(i -> deed("a", i, T, Kind.BLOCKED));
        assertThat(percent(book, "a", T)).isEqualTo(50 - 6 * 6);
        assertThat(book.percent("a", Optional.of(T.plusSeconds(1)), T.plusSeconds(1)))
                .as("and an operator ends that, too")
                .isEqualTo(50);
        IntStream.range(0, 3).forEach(i -> deed("b", i, T, Kind.BLOCKED));
        assertThat(book.percent("b", Optional.of(T.plusSeconds(1)), T.plusSeconds(1)))
                .as("only the isolated are reinstated")
                .isEqualTo(50 - 3 * 6);
    }

    @Test
    void of_good_partitions_the_worst_counts() {
        IntStream.range(0, 20).forEach(i -> deed("a", 0, T, Kind.WELL));
        deed("a", 1, T, Kind.WELL);
        assertThat(percent(book, "a", T)).isEqualTo(63);
    }

    @Test
    void what_is_good_elsewhere_makes_up_for_nothing() {
        IntStream.range(0, 20).forEach(i -> deed("a", 0, T, Kind.WELL));
        assertThat(percent(book, "a", T)).isGreaterThan(80);
        IntStream.range(0, 4).forEach(i -> deed("a", 1, T, Kind.BLOCKED));
        assertThat(percent(book, "a", T)).isLessThan(20);
        assertThat(percent(book, "b", T)).as("nobody else's business").isEqualTo(50);
    }

    @Test
    void an_operator_ends_an_isolation_and_what_follows_counts_again() {
        IntStream.range(0, 4).forEach(i -> deed("a", 0, T, Kind.BLOCKED));
        Instant again = T.plusSeconds(3600);
        assertThat(book.percent("a", Optional.of(again), T))
                .as("not before its time")
                .isLessThan(20);
        assertThat(book.percent("a", Optional.of(again), again)).isEqualTo(50);
        assertThat(book.percent("a", Optional.empty(), again)).as("taken back").isLessThan(20);
        IntStream.range(0, 4).forEach(i -> deed("a", 0, again.plusSeconds(i), Kind.BLOCKED));
        assertThat(book.percent("a", Optional.of(again), again.plusSeconds(9))).isLessThan(20);
    }

    @Test
    void deeds_before_the_window_count_no_more_and_the_window_moves_by_whole_hours() {
        IntStream.range(0, 4).forEach(i -> deed("a", 0, T.plusSeconds(60), Kind.BLOCKED));
        assertThat(percent(book, "a", T.plus(DAY).plusSeconds(3599))).isLessThan(20);
        assertThat(percent(book, "a", T.plus(DAY).plusSeconds(3600))).isEqualTo(50);
    }

    @Test
    void a_replay_gives_the_same_score_in_whichever_order_partitions_are_read() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1337);
        Map<Integer, List<Deed>> log = log(random, T, 3_000);
        TrustBook live = new TrustBook(DAY);
        interleaved(log, random).forEach(live::replay);
        TrustBook again = new TrustBook(DAY);
        log.values().forEach(partition -> partition.forEach(again::replay));
        assertThat(scores(again, T.plus(DAY))).as("seed 1337").isEqualTo(scores(live, T.plus(DAY)));
        assertThat(scores(live, T.plus(DAY)).values().stream().distinct().count())
                .as("the log tells them apart")
                .isGreaterThan(3);
    }

    @Test
    void a_replay_of_the_window_gives_the_score_of_who_was_there_from_the_beginning() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        Map<Integer, List<Deed>> log = log(random, T, 4_000);
        Instant now = T.plus(Duration.ofHours(40));
        TrustBook live = new TrustBook(DAY);
        for (Deed deed : interleaved(log, random)) {
            live.replay(deed);
            scores(live, deed.at());
        }
        TrustBook restarted = new TrustBook(DAY);
        Instant since = TrustBook.since(now, DAY);
        assertThat(since).isEqualTo(T.plus(Duration.ofHours(16)));
        log.values().forEach(partition -> partition.stream()
                .dropWhile(deed -> deed.at().isBefore(since))
                .forEach(restarted::replay));
        assertThat(scores(restarted, now)).as("seed 7").isEqualTo(scores(live, now));
    }

    @Test
    void the_memory_is_bounded_and_who_finds_no_room_is_not_trusted() {
        IntStream.range(0, TrustBook.PRINCIPALS_MAX).forEach(i -> deed("p" + i, 0, T, Kind.WELL));
        deed("late", 0, T, Kind.WELL);
        assertThat(book.size()).isEqualTo(TrustBook.PRINCIPALS_MAX);
        assertThat(percent(book, "late", T)).isZero();
        assertThat(percent(book, "p7", T)).isEqualTo(63);
        deed("next day", 0, T.plus(Duration.ofDays(2)), Kind.WELL);
        assertThat(percent(book, "next day", T.plus(Duration.ofDays(2)))).isEqualTo(63);
        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void of_one_caller_so_many_turns_are_kept_and_no_more() {
        for (int i = 0; i < 4 * TrustBook.STRETCHES_MAX; i++) {
            deed("a", 0, T, i % 2 == 0 ? Kind.WELL : Kind.WARNED);
        }
        assertThat(percent(book, "a", T)).isBetween(20, 100);
    }

    @Test
    void a_window_shorter_than_an_hour_is_refused() {
        assertThatThrownBy(() -> new TrustBook(Duration.ofMinutes(59))).hasMessageContaining("shorter than an hour");
    }

    private void deed(String principal, int partition, Instant at, Kind kind) {
        book.replay(new Deed(principal, partition, at, kind));
    }

    private static int percent(TrustBook book, String principal, Instant now) {
        return book.percent(principal, Optional.empty(), now);
    }

    /** Deeds of some callers in some partitions, each partition in the order of its times. */
    private static Map<Integer, List<Deed>> log(RandomGenerator random, Instant from, int many) {
        Instant at = from;
        List<Deed> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            at = at.plusSeconds(random.nextInt(40));
            int who = random.nextInt(6);
            Kind kind = random.nextInt(10) < who ? BAD.get(random.nextInt(BAD.size())) : Kind.WELL;
            all.add(new Deed("p" + who, random.nextInt(4), at, kind));
        }
        return all.stream().collect(Collectors.groupingBy(Deed::partition, TreeMap::new, Collectors.toList()));
    }

    /** The partitions mixed at random, each in its order. */
    private static List<Deed> interleaved(Map<Integer, List<Deed>> log, RandomGenerator random) {
        List<List<Deed>> left = new ArrayList<>();
        log.values().forEach(partition -> left.add(new ArrayList<>(partition)));
        List<Deed> mixed = new ArrayList<>();
        while (!left.isEmpty()) {
            List<Deed> partition = left.get(random.nextInt(left.size()));
            mixed.add(partition.removeFirst());
            left.removeIf(List::isEmpty);
        }
        return mixed;
    }

    private static Map<String, Integer> scores(TrustBook book, Instant now) {
        return IntStream.range(0, 6)
                .mapToObj(i -> "p" + i)
                .collect(Collectors.toMap(name -> name, name -> percent(book, name, now)));
    }
}
