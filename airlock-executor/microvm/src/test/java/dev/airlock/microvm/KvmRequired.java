package dev.airlock.microvm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** What a test of a running guest starts with. */
final class KvmRequired {
    private KvmRequired() {}

    static void orSkipLoudly() {
        Path device = Path.of("/dev/kvm");
        assumeTrue(
                Files.isReadable(device) && Files.isWritable(device),
                "SKIPPED: /dev/kvm cannot be used on this machine, so no guest was run");
    }
}
