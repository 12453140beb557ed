package dev.airlock.bench;

import dev.airlock.bench.model.Host;
import dev.airlock.linux.Errno;
import dev.airlock.microvm.MicroVms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks at the machine that measures. */
final class HostLook {
    private static final Path LOAD = Path.of("/proc/loadavg");

    private HostLook() {}

    static Host host() {
        return new Host(
                kvm(),
                cpu(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version() + " (" + System.getProperty("java.vendor") + ")",
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
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

    private static String load() {
        try {
            String[] words = Files.readString(LOAD).split(" ", 4);
            return words[0] + " " + words[1] + " " + words[2];
        } catch (IOException e) {
            return "unknown";
        }
    }
}
