package dev.airlock.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class MemfdTest {
    private static final long BYTES = 2 * 4096;

    @Test
    void a_private_mapping_keeps_its_writes_to_itself() throws Errno {
        try (Memfd file = Memfd.create("test", BYTES);
                Arena arena = Arena.ofConfined()) {
            MemorySegment one = file.mapPrivate(arena);
            one.set(ValueLayout.JAVA_BYTE, 5000, (byte) 7);
            assertThat(file.mapPrivate(arena).get(ValueLayout.JAVA_BYTE, 5000)).isZero();
        }
    }

    @Test
    void a_sealed_file_can_only_be_mapped_privately() throws Errno {
        try (Memfd file = Memfd.create("test", BYTES);
                Arena arena = Arena.ofConfined()) {
            file.seal();
            assertThatThrownBy(() -> file.mapShared(arena)).isInstanceOf(Errno.class);
            assertThat(file.mapPrivate(arena).byteSize()).isEqualTo(BYTES);
        }
    }

    @Test
    void a_file_with_a_writable_shared_mapping_refuses_to_be_sealed() throws Errno {
        try (Memfd file = Memfd.create("test", BYTES);
                Arena arena = Arena.ofConfined()) {
            file.mapShared(arena).fill((byte) 1);
            assertThatThrownBy(file::seal).isInstanceOfSatisfying(Errno.class, e -> assertThat(e.name())
                    .isEqualTo("EBUSY"));
        }
    }

    @Test
    void memory_is_out_of_reach_once_its_arena_is_closed() throws Errno {
        try (Memfd file = Memfd.create("test", BYTES)) {
            MemorySegment memory;
            try (Arena arena = Arena.ofConfined()) {
                memory = file.mapShared(arena);
            }
            assertThatThrownBy(() -> memory.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_closed_file_is_not_used_again() throws Errno {
        Memfd file = Memfd.create("test", BYTES);
        file.close();
        file.close();
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> file.mapShared(arena)).isInstanceOf(IllegalStateException.class);
        }
    }
}
