package dev.airlock.gateway.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a map that keeps everything as it is. */
class PrintsTest {
    private record Print(long high, long low) {}

    private record Kept(long belonging, long time) {}

    private final Prints prints = new Prints();
    private final Map<Print, Kept> everything = new LinkedHashMap<>();

    private void add(Print print, long belonging, long time) {
        prints.add(print.high(), print.low(), belonging, time);
        everything.put(print, new Kept(belonging, time));
    }

    private void dropOldest() {
        Iterator<Kept> first = everything.values().iterator();
        assertThat(prints.oldestTime()).isEqualTo(first.next().time());
        first.remove();
        prints.dropOldest();
    }

    private void assertSame(Print print) {
        Kept kept = everything.get(print);
        var place = prints.find(print.high(), print.low());
        assertThat(place.isPresent()).isEqualTo(kept != null);
        if (kept != null) {
            assertThat(prints.belonging(place.getAsInt())).isEqualTo(kept.belonging());
        }
    }

    /** So few bits that many have one home in the table, and neighbours too. */
    private static Print crowded(Random random) {
        return new Print(random.nextInt(40), (long) random.nextInt(4) << 40 | random.nextInt(16));
    }

    @Test
    void whatever_comes_and_goes_the_same_is_found() {
        long seed = System.nanoTime();
        System.out.println("PrintsTest seed " + seed);
        Random random = new Random(seed);
        int most = 0;
        for (int step = 0; step < 200_000; step++) {
            Print print = crowded(random);
            assertSame(print);
            boolean drains = step / 5_000 % 2 == 1;
            if (!everything.containsKey(print) && random.nextInt(drains ? 3 : 1) == 0) {
                add(print, random.nextLong(), step);
            } else if (!everything.isEmpty() && random.nextInt(3) > 0) {
                dropOldest();
            }
            assertThat(prints.size()).isEqualTo(everything.size());
            most = Math.max(most, everything.size());
        }
        everything.keySet().forEach(this::assertSame);
        assertThat(most).as("so many at once that it grew several times").isGreaterThan(500);
    }

    @Test
    void it_grows_while_its_oldest_stands_in_the_middle() {
        for (int number = 0; number < 16; number++) {
            add(new Print(number, number), number, number);
        }
        for (int number = 16; number < 26; number++) {
            dropOldest();
            add(new Print(number, number), number, number);
        }
        for (int number = 26; number < 2_000; number++) {
            add(new Print(number, number), number, number);
        }
        for (int number = 0; number < 2_000; number++) {
            assertSame(new Print(number, number));
        }
        while (!everything.isEmpty()) {
            dropOldest();
        }
        assertThat(prints.size()).isZero();
    }
}
