package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinsTest {
    private static List<List<Long>> groups(Map<Long, List<Long>> places, int most) {
        var twins = new Twins(most);
        List<List<Long>> groups = new ArrayList<>();
        places.forEach((print, all) -> all.forEach(place -> add(groups, twins.next(print, place))));
        add(groups, twins.end());
        return groups;
    }

    private static void add(List<List<Long>> groups, Optional<Twins.Group> group) {
        group.ifPresent(one -> groups.add(Arrays.stream(one.places()).boxed().toList()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void exactly_those_that_are_there_twice_are_found_with_all_their_places(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Map<Long, List<Long>> places = new TreeMap<>();
            int count = random.nextInt(300);
            for (long at = 0; at < count; at++) {
                places.computeIfAbsent(random.nextInt(1 + random.nextInt(400)) - 50L, _ -> new ArrayList<>())
                        .add(at);
            }
            assertThat(groups(places, 1_000))
                    .as("seed %d round %d", seed, round)
                    .containsExactlyElementsOf(places.values().stream()
                            .filter(all -> all.size() > 1)
                            .toList());
        }
    }

    @Test
    void a_flood_of_one_name_comes_in_parts_that_each_have_the_first_place_and_lose_none() {
        List<Long> flood = List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(groups(Map.of(7L, flood), 4))
                .containsExactly(List.of(0L, 1L, 2L, 3L, 4L), List.of(0L, 5L, 6L, 7L, 8L), List.of(0L, 9L));
        assertThat(groups(new TreeMap<>(Map.of(7L, flood.subList(0, 5), 8L, List.of(20L, 21L))), 4))
                .as("a part that is just full")
                .containsExactly(List.of(0L, 1L, 2L, 3L, 4L), List.of(20L, 21L));
    }

    @Test
    void nothing_has_no_twins() {
        assertThat(groups(Map.of(), 4)).isEmpty();
        assertThat(groups(Map.of(0L, List.of(0L)), 4)).isEmpty();
    }
}
