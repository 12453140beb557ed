package dev.airlock.ledger.audit.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TwinsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void exactly_those_that_are_there_twice_are_found_with_all_their_places(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int count = random.nextInt(300);
            long[] entries = new long[count * Twins.ENTRY];
            Map<Long, List<Long>> expected = new HashMap<>();
            for (int at = 0; at < count; at++) {
                long fingerprint = random.nextInt(1 + random.nextInt(400)) - 50L;
                entries[at * Twins.ENTRY] = fingerprint;
                entries[at * Twins.ENTRY + 1] = at;
                expected.computeIfAbsent(fingerprint, _ -> new ArrayList<>()).add((long) at);
            }
            expected.values().removeIf(places -> places.size() < 2);
            assertThat(Twins.in(entries, count).stream()
                            .map(group -> Arrays.stream(group.places()).boxed().toList()))
                    .as("seed %d round %d", seed, round)
                    .containsExactlyInAnyOrderElementsOf(expected.values());
        }
    }

    @Test
    void a_flood_of_one_name_is_one_group_and_takes_no_time_of_its_square() {
        long[] entries = new long[400_000 * Twins.ENTRY];
        assertThat(Twins.in(entries, 400_000)).singleElement().satisfies(group -> assertThat(group.places())
                .hasSize(400_000));
    }

    @Test
    void a_group_comes_in_parts_that_each_have_the_first_place_and_lose_none() {
        long[] entries = new long[10 * Twins.ENTRY];
        for (int at = 0; at < 10; at++) {
            entries[at * Twins.ENTRY + 1] = at;
        }
        assertThat(Twins.in(entries, 10).getFirst().parts(4))
                .extracting(Twins.Group::places)
                .containsExactly(new long[] {0, 1, 2, 3, 4}, new long[] {0, 5, 6, 7, 8}, new long[] {0, 9});
    }

    @Test
    void nothing_has_no_twins() {
        assertThat(Twins.in(new long[0], 0)).isEmpty();
        assertThat(Twins.in(new long[] {7, 1}, 1)).isEmpty();
    }
}
