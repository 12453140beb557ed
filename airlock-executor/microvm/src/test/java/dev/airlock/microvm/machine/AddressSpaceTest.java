package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.linux.Errno;
import dev.airlock.linux.Memfd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guest memory without a guest. */
class AddressSpaceTest {
    private static final long BYTES = 32L << 20;
    private static final long PAGE = GuestMap.PAGE;
    private static final long AT = 0x500000;

    private Arena arena;
    private MemorySegment memory;
    private AddressSpace space;

    @BeforeEach
    void furnish() throws Errno {
        arena = Arena.ofConfined();
        try (Memfd file = Memfd.create("airlock-test", BYTES)) {
            memory = file.mapShared(arena);
        }
        space = Machine.furnish(memory, Stub.CPL3);
    }

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void a_new_guest_has_no_memory() {
        assertThat(space.mappedBytes()).isZero();
        assertThatThrownBy(() -> space.memory().read(AT, 1)).isInstanceOf(BadAddress.class);
    }

    @Test
    void what_was_written_is_gone_when_the_page_is_mapped_again() throws BadAddress {
        space.mapZeros(AT, PAGE, Access.READ_WRITE);
        space.memory().writeLong(AT, 7);
        space.unmap(AT, PAGE);
        space.mapZeros(AT, PAGE, Access.READ);
        assertThat(space.memory().readLong(AT)).isZero();
    }

    @Test
    void a_file_is_followed_by_zeros_whatever_was_there_before() throws BadAddress {
        space.mapZeros(AT, 2 * PAGE, Access.READ_WRITE);
        space.memory().write(AT, filled(2 * (int) PAGE));
        space.mapFile(AT, 2 * PAGE, Access.READ, MemorySegment.ofArray(filled(10)));
        assertThat(space.memory().read(AT, 10)).containsOnly(1);
        assertThat(space.memory().read(AT + 10, 2 * PAGE - 10)).containsOnly(0);
    }

    @Test
    void permissions_hold_for_calls_as_for_the_guest() throws BadAddress {
        space.mapZeros(AT, PAGE, Access.READ);
        assertThat(space.memory().readLong(AT)).isZero();
        assertThatThrownBy(() -> space.memory().writeLong(AT, 1)).isInstanceOf(BadAddress.class);
        space.protect(AT, PAGE, Access.NONE);
        assertThatThrownBy(() -> space.memory().readLong(AT)).isInstanceOf(BadAddress.class);
    }

    @Test
    void the_page_tables_say_what_the_book_says() {
        space.mapZeros(AT, PAGE, Access.READ_WRITE);
        assertThat(entry(AT) & 0x8000_0000_0000_0007L).isEqualTo(0x8000_0000_0000_0007L);
        space.protect(AT, PAGE, Access.READ_EXECUTE);
        assertThat(entry(AT) & 0x8000_0000_0000_0007L).isEqualTo(5);
        space.protect(AT, PAGE, Access.NONE);
        assertThat(entry(AT)).isZero();
        space.unmap(AT, PAGE);
        assertThat(entry(AT)).isZero();
    }

    @Test
    void the_machines_own_pages_are_never_the_guests() {
        for (long page = 0; page < GuestMap.STUB; page += PAGE) {
            assertThat(entry(page) & 4).as("page 0x%x", page).isZero();
        }
        assertThat(entry(GuestMap.STUB) & 2).isZero();
        assertThat(space.holds(GuestMap.STUB, PAGE)).isFalse();
        assertThat(space.holds(BYTES - PAGE, 2 * PAGE)).isFalse();
        assertThat(space.holds(AT, Long.MAX_VALUE)).isFalse();
        assertThat(space.holds(-PAGE, PAGE)).isFalse();
    }

    @Test
    void only_unwritten_bytes_of_a_file_are_pristine() {
        MemorySegment file = MemorySegment.ofArray(filled(100));
        space.mapFile(AT, PAGE, Access.READ_EXECUTE, file);
        assertThat(space.isPristine(AT, PAGE)).isTrue();
        space.protect(AT, PAGE, Access.READ_WRITE);
        space.protect(AT, PAGE, Access.READ_EXECUTE);
        assertThat(space.isPristine(AT, PAGE)).isFalse();
        space.mapZeros(AT, PAGE, Access.READ);
        assertThat(space.isPristine(AT, PAGE)).isFalse();
        assertThat(space.hasFile(AT, PAGE)).isFalse();
    }

    @Test
    void the_peak_is_the_most_there_was() {
        space.mapZeros(AT, 10 * PAGE, Access.READ);
        space.mapZeros(AT, PAGE, Access.READ_WRITE);
        space.unmap(AT, 9 * PAGE);
        space.unmap(AT, 9 * PAGE);
        assertThat(space.mappedBytes()).isEqualTo(PAGE);
        assertThat(space.peakBytes()).isEqualTo(10 * PAGE);
    }

    @Test
    void free_memory_is_found_from_the_top_down_until_there_is_none() {
        long all = BYTES - GuestMap.USER_FLOOR;
        assertThat(space.findFree(PAGE)).hasValue(BYTES - PAGE);
        assertThat(space.findFree(all)).hasValue(GuestMap.USER_FLOOR);
        assertThat(space.findFree(all + PAGE)).isEmpty();
        space.mapZeros(BYTES - PAGE, PAGE, Access.NONE);
        assertThat(space.findFree(PAGE)).hasValue(BYTES - 2 * PAGE);
        assertThat(space.findFree(all)).isEmpty();
    }

    @Test
    void a_fork_has_a_book_of_its_own() {
        space.mapZeros(AT, PAGE, Access.READ);
        AddressSpace fork = space.fork(memory);
        fork.unmap(AT, PAGE);
        assertThat(space.isMapped(AT, PAGE)).isTrue();
        assertThat(fork.isMapped(AT, PAGE)).isFalse();
    }

    @Test
    void memory_given_back_before_a_snapshot_holds_zeros() throws Exception {
        space.mapZeros(AT, PAGE, Access.READ_WRITE);
        space.memory().writeLong(AT, 7);
        space.unmap(AT, PAGE);
        space.discardFree();
        assertThat(memory.get(ValueLayout.JAVA_LONG, AT)).isZero();
    }

    @Test
    void the_working_set_copies_what_is_written_and_joins_nothing_to_it() {
        int first = (int) (GuestMap.USER_FLOOR / PAGE);
        WorkingSet set =
                WorkingSet.of(first + 100, page -> page >= first + 1, page -> page == first + 1 || page == first + 4);
        assertThat(set.writtenPages()).isEqualTo(2);
        assertThat(WorkingSet.none().writtenPages()).isZero();
    }

    private long entry(long address) {
        return memory.get(ValueLayout.JAVA_LONG, GuestMap.PAGE_TABLES + address / PAGE * 8);
    }

    private static byte[] filled(int count) {
        byte[] bytes = new byte[count];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }
}
