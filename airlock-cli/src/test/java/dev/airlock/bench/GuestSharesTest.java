package dev.airlock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class GuestSharesTest {
    private static final String SMAPS = """
            7f0000000000-7f0004000000 rw-p 00000000 00:01 77                         /memfd:airlock-snapshot (deleted)
            Size:              65536 kB
            Rss:               14000 kB
            Anonymous:           592 kB
            AnonHugePages:         0 kB
            VmFlags: rd wr mr mw me lo dc nh sd
            7f0004000000-7f0008000000 r--s 00000000 00:01 77                         /memfd:airlock-snapshot (deleted)
            Anonymous:             0 kB
            7f0006000000-7f0008000000 r--p 00000000 00:01 77                         /memfd:airlock-snapshot (deleted)
            Anonymous:             0 kB
            7f0008000000-7f0009000000 rw-p 00000000 00:01 77                         /memfd:airlock-snapshot (deleted)
            Anonymous:           100 kB
            7f0009000000-7f000a000000 r--p 01000000 00:01 77                         /memfd:airlock-snapshot (deleted)
            Anonymous:            40 kB
            7f000a000000-7f000b000000 rw-p 00000000 00:01 88                         /memfd:airlock-snapshot (deleted)
            Anonymous:          7777 kB
            7f000b000000-7f000c000000 rw-p 00000000 00:00 0
            Anonymous:          9999 kB
            """;

    @Test
    void each_guest_is_counted_once_with_what_it_has_copies_of() {
        assertThat(GuestShares.read(SMAPS.lines().toList())).containsExactly(592L, 140L);
    }

    @Test
    void guests_of_another_snapshot_are_none_of_these() {
        assertThat(GuestShares.read(SMAPS.lines().toList())).doesNotContain(7777L);
    }

    @Test
    void without_guests_there_is_nothing() {
        assertThat(GuestShares.read(List.of("7f00-7f01 rw-p 00000000 00:00 0 [heap]", "Anonymous:  4 kB")))
                .isEmpty();
    }
}
