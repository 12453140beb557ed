package dev.airlock.microvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a test of a running guest starts with. */
final class KvmRequired {
    private KvmRequired() {}

    static void orSkipLoudly() {
        Path device = Path.of("/dev/kvm");
        assumeTrue(
                Files.isReadable(device) && Files.isWritable(device),
                "SKIPPED: /dev/kvm cannot be used on this machine, so no guest was run");
    }

    /** Whether the processor that this machine shows is one of QEMU's TCG, which lacks some of what hardware does. */
    static boolean isEmulated() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.anyMatch(line -> line.startsWith("model name") && line.contains("QEMU TCG"));
        }
    }
}
