package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** With this process in the place of a container's: its own mounts and descriptors are as good as any. */
class SeenTest {
    private static final int EXECUTE = 4;
    private static final int READ = 1;
    private static final int WRITE = 2;
    private static final int PRIVATE = 2;
    private static final int ANONYMOUS = 0x20;

    private final ProcView process = new ProcView((int) ProcessHandle.current().pid());

    private static int descriptorOf(Path file) throws IOException {
        try (var open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open) {
                if (Files.isSymbolicLink(descriptor)
                        && Files.readSymbolicLink(descriptor).equals(file)) {
                    return Integer.parseInt(descriptor.getFileName().toString());
                }
            }
        }
        throw new AssertionError(file + " is not open");
    }

    @Test
    void memory_that_is_not_executable_is_no_code() {
        Seen seen = new Seen(process, OptionalInt.empty());
        assertThat(seen.isForeignCode(CallList.MMAP, READ | WRITE, PRIVATE | ANONYMOUS, -1))
                .isFalse();
        assertThat(seen.isForeignCode(CallList.MPROTECT, READ, 0, 0)).isFalse();
    }

    @Test
    void anonymous_writable_and_rewritten_memory_is_foreign_code() {
        Seen seen = new Seen(process, OptionalInt.of(1));
        assertThat(seen.isForeignCode(CallList.MMAP, EXECUTE, PRIVATE | ANONYMOUS, -1))
                .isTrue();
        assertThat(seen.isForeignCode(CallList.MMAP, EXECUTE | WRITE, PRIVATE, 0))
                .isTrue();
        assertThat(seen.isForeignCode(CallList.MPROTECT, EXECUTE, 0, 0)).isTrue();
    }

    @Test
    void a_file_of_the_image_may_be_executed_and_one_of_another_mount_may_not() throws IOException {
        Path file = Path.of("/etc/passwd").toRealPath();
        try (InputStream _ = Files.newInputStream(file)) {
            int descriptor = descriptorOf(file);
            OptionalInt mount = process.mountOf(descriptor);
            assertThat(mount).isPresent();
            assertThat(new Seen(process, mount).isForeignCode(CallList.MMAP, READ | EXECUTE, PRIVATE, descriptor))
                    .isFalse();
            OptionalInt other = OptionalInt.of(mount.getAsInt() + 1);
            assertThat(new Seen(process, other).isForeignCode(CallList.MMAP, READ | EXECUTE, PRIVATE, descriptor))
                    .isTrue();
        }
    }

    @Test
    void a_descriptor_that_is_not_there_and_an_unknown_image_are_foreign() {
        Seen seen = new Seen(process, OptionalInt.of(1));
        for (long descriptor : new long[] {-1, 99_999, Long.MAX_VALUE, 1L << 32 | 99_999}) {
            assertThat(seen.isForeignCode(CallList.MMAP, READ | EXECUTE, PRIVATE, descriptor))
                    .isTrue();
        }
        assertThat(new Seen(process, OptionalInt.empty()).isForeignCode(CallList.MMAP, EXECUTE, PRIVATE, 0))
                .isTrue();
    }

    @Test
    void an_upper_half_that_the_kernel_does_not_look_at_hides_nothing() {
        Seen seen = new Seen(process, OptionalInt.of(1));
        assertThat(seen.isForeignCode(CallList.MMAP, 0xF0000_0000L | EXECUTE, PRIVATE | ANONYMOUS, -1))
                .isTrue();
    }
}
