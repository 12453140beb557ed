package dev.airlock.bench;

import dev.airlock.bench.model.Host;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.MicroVms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.stream.Stream;

/** Looks at the machine that measures. */
final class HostLook {
    private static final int HASHED_MIB = 64;
    private static final Path LOAD = Path.of("/proc/loadavg");

    private HostLook() {}

    static Host host() {
        return new Host(
                kvm(),
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                hashing(),
                load());
    }

    private static String kvm() {
        try (MicroVms machines = MicroVms.open()) {
            return machines.flavour().text();
        } catch (Errno e) {
            return "none: " + e.getMessage();
        }
    }

    private static String cpu() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static double hashing() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] mebibyte = new byte[1 << 20];
            long start = System.nanoTime();
            for (int i = 0; i < HASHED_MIB; i++) {
                digest.update(mebibyte);
            }
            return HASHED_MIB / ((System.nanoTime() - start) / 1e9);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String load() {
        try {
            String[] words = Files.readString(LOAD).split(" ", 4);
            return words[0] + " " + words[1] + " " + words[2];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
