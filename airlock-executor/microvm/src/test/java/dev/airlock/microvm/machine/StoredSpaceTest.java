package dev.airlock.microvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.linux.KvmCpuid2.Leaf;
import dev.airlock.linux.Memfd;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.CpuIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory that comes from a file has the page tables that its book says, and a book that a guest can have. */
class StoredSpaceTest {
    private static final long BYTES = 32L << 20;
    private static final long AREA = 0x600000;
    private static final long CODE = 0x700000;
    private static final int AREA_PAGE = (int) (AREA / GuestMap.PAGE);

    /** A page that was written may have been mapped from a file before. */
    private static final int FROM_FILE = 0x40;

    private final Arena arena = Arena.ofShared();
    private MemorySegment memory;
    private AddressSpace space;

    @BeforeEach
    void furnish() throws Exception {
        try (Memfd file = Memfd.create("airlock-stored", BYTES)) {
            memory = file.mapShared(arena);
        }
        space = Machine.furnish(memory, Stub.STANDARD);
        space.mapZeros(AREA, 2 * GuestMap.PAGE, Access.READ_WRITE);
        space.mapFile(CODE, GuestMap.PAGE, Access.READ_EXECUTE, MemorySegment.ofArray(new byte[] {1, 2, 3}));
        memory.set(ValueLayout.JAVA_LONG, AREA, 42);
    }

    @AfterEach
    void unmap() {
        arena.close();
    }

    private AddressSpace stored(byte[] book) throws BadState {
        return AddressSpace.stored(memory, book, Stub.STANDARD, space.tree().pages());
    }

    @Test
    void a_space_is_what_it_was() throws Exception {
        AddressSpace again = stored(space.bookBytes());
        assertThat(again.mappedBytes()).isEqualTo(3L * GuestMap.PAGE);
        assertThat(again.access(AREA)).isEqualTo(Access.READ_WRITE);
        assertThat(again.isPristine(CODE, GuestMap.PAGE)).isTrue();
        assertThat(again.tree().root()).isEqualTo(space.tree().root());
        assertThat(again.bookBytes()).isEqualTo(space.bookBytes());
    }

    @Test
    void a_line_that_no_call_leaves_behind_is_refused() {
        byte[] book = space.bookBytes();
        for (int line = 0; line < 256; line++) {
            byte[] changed = book.clone();
            changed[AREA_PAGE] = (byte) line;
            boolean file = line == (book[AREA_PAGE] | FROM_FILE);
            if (changed[AREA_PAGE] != book[AREA_PAGE] && !file) {
                assertThatThrownBy(() -> stored(changed)).as("0x%02x", line).isInstanceOf(BadState.class);
            }
        }
        byte[] below = book.clone();
        below[1] = book[AREA_PAGE];
        assertThatThrownBy(() -> stored(below)).hasMessageStartingWith("page 1 cannot be ");
        assertThatThrownBy(() -> stored(new byte[book.length - 1])).isInstanceOf(BadState.class);
    }

    @Test
    void page_tables_that_say_something_else_than_the_book_are_refused() {
        byte[] book = space.bookBytes();
        for (long at = 0; at < GuestMap.USER_FLOOR; at += GuestMap.PAGE) {
            long before = memory.get(ValueLayout.JAVA_LONG, at + 8);
            memory.set(ValueLayout.JAVA_LONG, at + 8, before ^ 4);
            if (at == GuestMap.FAULT_STACK) {
                assertThat(at).as("the one page that a fault writes").isPositive();
            } else {
                assertThatThrownBy(() -> stored(book))
                        .as("page at 0x%x", at)
                        .hasMessage("the machine's own page at 0x%x is not what belongs there".formatted(at));
            }
            memory.set(ValueLayout.JAVA_LONG, at + 8, before);
        }
        assertThatThrownBy(() -> AddressSpace.stored(
                        memory, book, Stub.CPL3, space.tree().pages()))
                .isInstanceOf(BadState.class);
    }

    @Test
    void a_page_that_holds_something_and_was_never_used_is_refused() {
        BitSet held = space.tree().pages();
        held.set(AREA_PAGE + 100);
        assertThatThrownBy(() -> AddressSpace.stored(memory, space.bookBytes(), Stub.STANDARD, held))
                .hasMessageContaining("holds something and is not used");
    }

    @Test
    void a_processor_is_known_by_its_kind_and_features_and_not_by_its_number() {
        List<Leaf> one = List.of(
                new Leaf(0, 0, 0x10, 0x68747541, 0x444D4163, 0x69746E65),
                new Leaf(1, 0, 0x00800F82, 0x0302_0800, 0x7AD8_320B, 0x178B_FBFF),
                new Leaf(7, 0, 0, 0x209C_01A9, 0x10, 0),
                new Leaf(0xB, 0, 1, 2, 0x100, 3));
        List<Leaf> other = List.of(
                one.get(0),
                new Leaf(1, 0, 0x00800F82, 0x0502_0800, 0x7AD8_320B | 1 << 27, 0x178B_FBFF),
                one.get(2),
                new Leaf(0xB, 0, 1, 2, 0x100, 5));
        CpuIdentity first = GuestCpuid.identity(one, 7, List.of(0xC000_0081));
        assertThat(first.text()).isEqualTo("AuthenticAMD family 23 model 8 stepping 2");
        assertThat(first.differenceFrom(GuestCpuid.identity(other, 7, List.of(0xC000_0081))))
                .isEmpty();
        assertThat(first.differenceFrom(GuestCpuid.identity(other, 3, List.of(0xC000_0081))))
                .isEqualTo("xcr0 7, not xcr0 3");
        assertThat(first.features()).last().isEqualTo("msrs c0000081");
    }
}
