package dev.airlock.cli.doctor;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.PythonImage;
import dev.airlock.linux.Errno;
import dev.airlock.linux.Kvm;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.NodeFile;
import dev.airlock.road.keys.Signing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at this machine and at a data directory, and changes neither. */
public final class Doctor {
    private static final int JDK_MIN = 25;
    private static final long FREE_BYTES_MIN = 1L << 30;

    private final DataDirectory data;

    public Doctor(DataDirectory data) {
        this.data = data;
    }

    /** Every check, in the order in which they matter. */
    public List<Diagnosis> look() {
        Optional<NodeFile> node = node();
        return Stream.of(
                        Stream.of(jdk(), cpu()),
                        BackendCheck.look().stream(),
                        Stream.of(python(), maven(), directory(), image(), broker(node), signing(), JailCheck.host()),
                        Stream.of(port("MUX port 4430", 4430, node)))
                .flatMap(checks -> checks)
                .toList();
    }

    /** The locks of a running executor's jail, read from every one of its threads. */
    public static List<Diagnosis> executor(long process) {
        return JailCheck.process(process);
    }

    static Diagnosis jdk() {
        int feature = Runtime.version().feature();
        String seen = "JDK " + Runtime.version() + " at " + System.getProperty("java.home");
        return feature >= JDK_MIN
                ? Diagnosis.ok("JDK", seen)
                : Diagnosis.bad("JDK", seen, "install a JDK 25: apt-get install openjdk-25-jdk-headless");
    }

    private static Diagnosis cpu() {
        String architecture = System.getProperty("os.arch");
        if (!architecture.equals("amd64")) {
            return Diagnosis.bad("CPU", architecture, "the microVM runs on x86-64 only");
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String model = lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("unknown model");
            return Diagnosis.ok("CPU", model + ", " + Runtime.getRuntime().availableProcessors() + " cores");
        } catch (IOException e) {
            return Diagnosis.warn("CPU", "/proc/cpuinfo: " + e.getMessage(), "mount /proc");
        }
    }

    static Diagnosis kvm() {
        try (Kvm kvm = Kvm.open()) {
            int version = kvm.apiVersion();
            String seen = Kvm.module().orElse("KVM of unknown kind") + ", API version " + version;
            return version == 12
                    ? Diagnosis.ok("/dev/kvm", seen)
                    : Diagnosis.bad("/dev/kvm", seen, "a Linux kernel from the last ten years has API version 12");
        } catch (Errno e) {
            return Diagnosis.bad(
                    "/dev/kvm",
                    e.getMessage(),
                    "without it airlock up --backend container runs programs, where containers work");
        }
    }

    private static Diagnosis python() {
        return Stream.of(Path.of("/usr/bin/python3"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .or(() -> onPath("python3"))
                .map(path -> Diagnosis.ok("Python", path + " " + firstLine(path, "--version")))
                .orElseGet(() -> Diagnosis.bad("Python", "no python3", "apt-get install python3"));
    }

    private static Diagnosis maven() {
        return onPath("mvn")
                .map(path -> Diagnosis.ok("Maven", path))
                .orElseGet(() -> Diagnosis.warn("Maven", "no mvn; needed to build only", "apt-get install maven"));
    }

    private Diagnosis directory() {
        Path there = data.root();
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String seen = data.root() + ", " + (free >> 20) + " MiB free";
            if (!Files.isWritable(there)) {
                return Diagnosis.bad(
                        "data directory", seen + ", not writable", "chown it, or give another with --data");
            }
            return free >= FREE_BYTES_MIN
                    ? Diagnosis.ok("data directory", seen)
                    : Diagnosis.warn("data directory", seen, "make room: a node wants 1 GiB");
        } catch (IOException e) {
            return Diagnosis.bad("data directory", e.getMessage(), "give another with --data");
        }
    }

    private Diagnosis image() {
        try {
            return new ImageStore(data.images())
                    .list().stream()
                            .filter(entry -> entry.name().equals(PythonImage.NAME))
                            .findFirst()
                            .map(entry -> Diagnosis.ok("image", entry.name() + " " + entry.digest()))
                            .orElseGet(() -> Diagnosis.ok("image", "not built yet; the first run builds it"));
        } catch (IOException | ImageRejected e) {
            return Diagnosis.bad("image", e.getMessage(), "airlock image build python");
        }
    }

    private Diagnosis broker(Optional<NodeFile> node) {
        return node.map(running ->
                        Diagnosis.ok("broker", "a node runs: process " + running.pid() + ", " + running.bootstrap()))
                .orElseGet(() -> Diagnosis.ok("broker", "no node runs here; run starts one for itself"));
    }

    private static Diagnosis signing() {
        String seen = "here, signatures of services are " + Signing.load();
        return Signing.isNative()
                ? Diagnosis.ok("signing", seen)
                : Diagnosis.warn("signing", seen, "it works, at thrice the time; start by the airlock launcher");
    }

    private static Diagnosis port(String check, int port, Optional<NodeFile> node) {
        if (node.isPresent() && !node.get().mux().isEmpty()) {
            return Diagnosis.ok(check, "the node's, " + node.get().mux());
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Diagnosis.ok(check, "free");
        } catch (IOException e) {
            return Diagnosis.warn(check, "taken by another program", "airlock up --mux-port PORT (0: none)");
        }
    }

    private Optional<NodeFile> node() {
        try {
            return NodeFile.running(data);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private static String firstLine(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String text = new String(process.getInputStream().readNBytes(256), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return "(" + text.lines().findFirst().orElse("says nothing") + ")";
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "(interrupted)";
        }
    }
}
