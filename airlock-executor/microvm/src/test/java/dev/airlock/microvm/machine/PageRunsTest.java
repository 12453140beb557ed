package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageRunsTest {
    private static final int PAGES = 1024;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void the_runs_of_a_set_are_its_pages() {
        for (int round = 0; round < 200; round++) {
            BitSet model = new BitSet();
            PageSet set = new PageSet(PAGES);
            for (int i = random.nextInt(300); i > 0; i--) {
                int page = random.nextInt(PAGES);
                model.set(page);
                set.add(page);
            }
            PageRuns runs = new PageRuns(0);
            runs.set(set);
            assertThat(pages(runs)).as("seed %d", seed).isEqualTo(model);
            assertThat(runs.pages()).isEqualTo(model.cardinality());
            assertThat(set.count()).isEqualTo(model.cardinality());
        }
    }

    @Test
    void a_full_and_an_empty_set_have_one_run_and_none() {
        PageSet set = new PageSet(PAGES);
        PageRuns runs = new PageRuns(0);
        runs.set(set);
        assertThat(runs.size()).isZero();
        set.addBytes(0, (long) PAGES * GuestMap.PAGE);
        runs.set(set);
        assertThat(runs.size()).isEqualTo(1);
        assertThat(runs.end(0)).isEqualTo(PAGES);
    }

    @Test
    void near_runs_are_joined_and_far_ones_are_not() {
        PageRuns runs = new PageRuns(4);
        runs.add(1, 2);
        runs.add(6, 8);
        runs.add(13, 14);
        assertThat(runs.size()).isEqualTo(2);
        assertThat(runs.end(0)).isEqualTo(8);
        assertThat(runs.pages()).isEqualTo(8);
        runs.clear();
        assertThat(runs.size()).isZero();
    }

    @Test
    void bytes_are_every_page_that_they_touch() {
        PageSet set = new PageSet(PAGES);
        set.addBytes(GuestMap.PAGE - 1, 2);
        assertThat(set.count()).isEqualTo(2);
        set.addBytes(5 * GuestMap.PAGE, 0);
        assertThat(set.count()).isEqualTo(2);
    }

    private static BitSet pages(PageRuns runs) {
        BitSet pages = new BitSet();
        for (int run = 0; run < runs.size(); run++) {
            pages.set(runs.first(run), runs.end(run));
        }
        return pages;
    }
}
