package dev.airlock.microvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import java.util.stream.Stream;

/** What a test of a running guest starts with. */
final class KvmRequired {
    private static final Path DEVICE = Path.of("/dev/kvm");

    private KvmRequired() {}

    static void orSkipLoudly() {
        assumeTrue(
                Files.isReadable(DEVICE) && Files.isWritable(DEVICE),
                "SKIPPED: /dev/kvm cannot be used on this machine, so no guest was run");
    }

    /** For a guest of a process that root starts and that is then another user, in the device's group. */
    static void forItsGroupOrSkipLoudly() throws IOException {
        orSkipLoudly();
        boolean group = (Integer) Files.getAttribute(DEVICE, "unix:gid") != 0
                && Files.getPosixFilePermissions(DEVICE)
                        .containsAll(Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_WRITE));
        assumeTrue(
                group || !System.getProperty("user.name").equals("root"),
                "SKIPPED: /dev/kvm is root's alone, so no guest was run in the jail; .ci/run gives it to group kvm");
    }

    /** Whether the processor that this machine shows is one of QEMU's TCG, which lacks some of what hardware does. */
    static boolean isEmulated() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("model name") && line.contains("QEMU TCG"));
        }
    }
}
