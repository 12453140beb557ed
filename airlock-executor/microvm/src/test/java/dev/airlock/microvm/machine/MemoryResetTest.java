package dev.airlock.microvm.machine;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.airlock.linux.Errno;
import dev.airlock.linux.HostMemory;
import dev.airlock.linux.Memfd;
import dev.airlock.linux.PagemapScan;
import dev.airlock.linux.ThreadFaults;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory part of a reset, on real mappings, with a guest that is played by random writes to what is writable. */
@SuppressWarnings("EnumOrdinal") // the pages of a fixture take the kinds of access in turn
class MemoryResetTest {
    private static final int MEMORY = 32 << 20;
    private static final int ROUNDS = 40;
    private static final int ACTS = 60;
    private static final int TRIES = 190;
    private static final long FIRST = GuestMap.PROGRAM;
    /** In this order page by page, again and again. */
    private static final List<Access> ACCESSES =
            List.of(Access.READ_WRITE, Access.NONE, Access.READ, Access.READ_EXECUTE, Access.READ_WRITE_EXECUTE);

    private final long seed = Long.getLong("airlock.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    /** Pages that the guest wrote, in this round. */
    private final BitSet played = new BitSet();

    @BeforeEach
    void the_kernel_has_the_ioctl() {
        assumeTrue(PagemapScan.available(), "SKIPPED: this kernel has no PAGEMAP_SCAN (Linux 6.7)");
    }

    @ParameterizedTest(name = "faults counted: {0}")
    @ValueSource(booleans = {false, true})
    void after_any_run_memory_and_book_are_the_snapshots(boolean counted) throws Exception {
        try (Fork fork = Fork.of(random, counted)) {
            for (int round = 0; round < ROUNDS; round++) {
                play(fork);
                fork.reset.run();
                assertThat(fork.memory.mismatch(fork.pristine))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(-1);
                assertThat(fork.book()).as("seed %d, round %d", seed, round).isEqualTo(fork.bookBefore);
            }
        }
    }

    @Test
    void what_a_log_of_the_guest_misses_is_what_we_noted() throws Exception {
        try (Fork fork = Fork.of(random, true)) {
            for (int round = 0; round < ROUNDS; round++) {
                played.clear();
                play(fork);
                BitSet unknown = fork.changed();
                unknown.andNot(played);
                for (int page = unknown.nextSetBit(0); page >= 0; page = unknown.nextSetBit(page + 1)) {
                    assertThat(fork.space.written().holds(page))
                            .as("page %d, seed %d", page, seed)
                            .isTrue();
                }
                fork.reset.run();
            }
        }
    }

    @Test
    void the_tree_tells_a_fork_from_its_snapshot_until_it_is_reset() throws Exception {
        try (Fork fork = Fork.of(random, true)) {
            PageTree origin = fork.origin();
            assertThat(fork.space.tree(origin).root()).isEqualTo(origin.root());
            fork.memory.set(JAVA_BYTE, writable(0), (byte) 99);
            PageTree changed = fork.space.tree(origin);
            assertThat(changed.root()).isNotEqualTo(origin.root());
            assertThat(changed.firstDifference(origin)).isEqualTo((int) (writable(0) / GuestMap.PAGE));
            fork.reset.run();
            assertThat(fork.space.tree(origin).root()).isEqualTo(origin.root());
        }
    }

    @ParameterizedTest(name = "faults counted: {0}")
    @ValueSource(booleans = {false, true})
    void copies_that_the_host_wants_to_swap_out_are_reset_too(boolean counted) throws Exception {
        try (Fork fork = Fork.of(random, counted)) {
            play(fork);
            HostMemory.advise(fork.memory, HostMemory.MADV_PAGEOUT);
            fork.reset.run();
            assertThat(fork.memory.mismatch(fork.pristine)).as("seed %d", seed).isEqualTo(-1);
        }
    }

    /** The run between looks anew, and has no reason to look there: what was a copy before is remembered all the same. */
    @Test
    void a_copy_that_one_run_leaves_alone_is_reset_after_the_next_that_writes_it_without_a_fault() throws Exception {
        long free = FIRST + 1500L * GuestMap.PAGE;
        try (Fork fork = Fork.of(random, true)) {
            fork.reset.run();
            writeToNewPage(fork, free);
            fork.reset.run();
            withoutFault(
                    fork,
                    tried -> {
                        fork.memory.set(JAVA_BYTE, writable(tried), (byte) 99); // the fault of another page
                        fork.reset.run();
                    },
                    _ -> writeToNewPage(fork, free));
        }
    }

    private static void writeToNewPage(Fork fork, long address) {
        fork.space.mapZeros(address, GuestMap.PAGE, Access.READ_WRITE);
        fork.memory.set(JAVA_BYTE, address, (byte) 99);
    }

    /** As the pages of a working set are, before anything runs. */
    @Test
    void a_page_that_was_made_a_copy_beforehand_is_reset_after_the_first_run_that_may_write_it() throws Exception {
        long free = FIRST + 1500L * GuestMap.PAGE;
        try (Fork fork = Fork.of(random, true)) {
            for (int i = 0; i < TRIES; i++) {
                long page = free + (long) i * GuestMap.PAGE;
                fork.memory.set(JAVA_BYTE, page, fork.memory.get(JAVA_BYTE, page));
            }
            fork.reset.run();
            withoutFault(fork, _ -> {}, tried -> writeToNewPage(fork, free + (long) tried * GuestMap.PAGE));
        }
    }

    @Test
    void a_run_that_had_no_fault_is_reset_without_looking_for_copies() throws Exception {
        try (Fork fork = Fork.of(random, true)) {
            fork.memory.set(JAVA_BYTE, writable(0), (byte) 99);
            fork.reset.run();
            withoutFault(fork, _ -> {}, _ -> fork.memory.set(JAVA_BYTE, writable(0), (byte) 99));
        }
    }

    @FunctionalInterface
    private interface Act {
        void at(int tried) throws Exception;
    }

    /** Runs and resets until there was no page fault in between, not even one of the JVM's own; every reset has to be one. */
    private static void withoutFault(Fork fork, Act before, Act run) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            ThreadFaults faults = new ThreadFaults(arena);
            for (int tried = 0; tried < TRIES; tried++) {
                before.at(tried);
                long count = faults.count();
                fork.reset.run(); // from here on it knows of all faults there were
                run.at(tried);
                fork.reset.run();
                boolean none = faults.count() == count;
                assertThat(fork.memory.mismatch(fork.pristine)).isEqualTo(-1);
                if (none) {
                    return;
                }
            }
            throw new AssertionError("every run had a fault");
        }
    }

    @Test
    void a_known_set_of_pages_is_found_and_no_more() throws Exception {
        try (Fork fork = Fork.of(random, true)) {
            fork.reset.run();
            for (int i = 0; i < 32; i++) {
                fork.memory.set(JAVA_BYTE, writable(i), (byte) 99);
            }
            fork.reset.find();
            assertThat(fork.reset.pages()).isEqualTo(32);
            fork.reset.copyBack();
            assertThat(fork.memory.mismatch(fork.pristine)).isEqualTo(-1);
        }
    }

    /** A page that a guest can write in the snapshot: every fifth has each access. */
    private static long writable(int index) {
        return FIRST + (long) index * ACCESSES.size() * GuestMap.PAGE;
    }

    /** What a guest and its calls might do. */
    private void play(Fork fork) throws Exception {
        for (int i = 0; i < ACTS; i++) {
            long address = FIRST + random.nextInt(2000) * (long) GuestMap.PAGE;
            long bytes = (1 + random.nextInt(20)) * (long) GuestMap.PAGE;
            switch (random.nextInt(7)) {
                case 0 -> fork.space.mapZeros(address, bytes, access());
                case 1 -> fork.space.mapFile(address, bytes, access(), MemorySegment.ofArray(new byte[] {1, 2, 3}));
                case 2 -> fork.space.unmap(address, bytes);
                case 3 -> protect(fork.space, address, bytes);
                case 4 -> zero(fork.space, address, bytes);
                case 5 -> answer(fork.space, address);
                default -> guestWrites(fork, address);
            }
        }
    }

    private Access access() {
        return ACCESSES.get(random.nextInt(ACCESSES.size()));
    }

    private void protect(AddressSpace space, long address, long bytes) {
        if (space.isMapped(address, bytes)) {
            space.protect(address, bytes, access());
        }
    }

    private static void zero(AddressSpace space, long address, long bytes) {
        if (space.isMapped(address, bytes)) {
            space.zero(address, bytes);
        }
    }

    private void answer(AddressSpace space, long address) {
        try {
            space.memory().write(address + random.nextInt(3000), new byte[] {9, 9, 9, 9});
            space.memory().writeLong(address, 0x0909);
            space.memory().writeInt(address + 8, 0x0909);
        } catch (BadAddress e) {
            assertThat(space.access(address).write()).isFalse();
        }
    }

    private void guestWrites(Fork fork, long address) {
        if (fork.space.access(address).write()) {
            fork.memory.set(JAVA_BYTE, address + random.nextInt(GuestMap.PAGE), (byte) random.nextInt());
            played.set((int) (address / GuestMap.PAGE));
        }
    }

    /** A private mapping of a snapshot that some pages of every access are mapped in. */
    private static final class Fork implements AutoCloseable {
        final Arena arena = Arena.ofConfined();
        final MemorySegment pristine;
        final MemorySegment memory;
        final AddressSpace frozen;
        final AddressSpace space;
        final MemoryReset reset;
        final String bookBefore;

        private Fork(Memfd file, AddressSpace frozen, boolean counted) throws Exception {
            this.pristine = file.mapToRead(arena);
            this.memory = file.mapPrivate(arena);
            this.frozen = frozen;
            this.space = frozen.fork(memory);
            this.reset = MemoryReset.scanning(pristine, memory, space, counted, arena);
            this.bookBefore = book();
        }

        static Fork of(Random random, boolean counted) throws Exception {
            try (Memfd file = Memfd.create("airlock-test", MEMORY)) {
                AddressSpace frozen;
                try (Arena writing = Arena.ofConfined()) {
                    MemorySegment shared = file.mapShared(writing);
                    frozen = Machine.furnish(shared, Stub.STANDARD);
                    for (int i = 0; i < 1000; i++) {
                        Access access = ACCESSES.get(i % ACCESSES.size());
                        long at = FIRST + (long) i * GuestMap.PAGE;
                        byte[] content = new byte[GuestMap.PAGE];
                        random.nextBytes(content);
                        frozen.mapFile(at, GuestMap.PAGE, access, MemorySegment.ofArray(content));
                    }
                }
                file.seal();
                return new Fork(file, frozen, counted);
            }
        }

        PageTree origin() {
            return frozen.fork(pristine).tree();
        }

        String book() throws Exception {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            space.digest(sha256);
            return HexFormat.of().formatHex(sha256.digest()) + space.mappedBytes() + " " + space.peakBytes();
        }

        BitSet changed() {
            BitSet changed = new BitSet();
            for (int page = 0; page < MEMORY / GuestMap.PAGE; page++) {
                long at = (long) page * GuestMap.PAGE;
                changed.set(page, memory.asSlice(at, GuestMap.PAGE).mismatch(pristine.asSlice(at, GuestMap.PAGE)) >= 0);
            }
            return changed;
        }

        @Override
        public void close() throws Errno {
            reset.close();
            arena.close();
        }
    }
}
