package dev.airlock.executor.shell;

import dev.airlock.jail.model.Account;
import dev.airlock.jail.shell.Cell;
import dev.airlock.jail.shell.Cell.Allowance;
import dev.airlock.jail.shell.Stage0;
import dev.airlock.jail.wire.Accounts;
import dev.airlock.linux.Landlock.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The cell of an executor: its keys, its images, the device, and the way to its broker. */
public final class ExecutorCell {
    private static final Path KVM = Path.of("/dev/kvm");
    private static final Path PASSWD = Path.of("/etc/passwd");
    private static final int GROUP_READS_AND_WRITES = 0060;

    private ExecutorCell() {}

    /**
     * Reads the host; changes nothing.
     *
     * @param configFile the file that the executor reads again when it is in the cell
     * @throws IllegalArgumentException if the settings name a user or a broker that cannot be
     */
    public static Cell of(ExecutorConfig config, Path configFile) throws IOException {
        Optional<Account> account = Stage0.isRoot() ? Optional.of(account(config)) : Optional.empty();
        return Cell.ofThisJvm(account, files(config, configFile), ports(config));
    }

    private static Account account(ExecutorConfig config) throws IOException {
        Account account = Accounts.find(Files.readString(PASSWD), config.jail().user());
        return groupOfKvm().map(account::in).orElse(account);
    }

    /** Whoever is in this group may open the device; empty where that helps nobody, or would make one root's. */
    private static Optional<Integer> groupOfKvm() throws IOException {
        if (!Files.exists(KVM)) {
            return Optional.empty();
        }
        int mode = (Integer) Files.getAttribute(KVM, "unix:mode");
        int group = (Integer) Files.getAttribute(KVM, "unix:gid");
        boolean useful = (mode & GROUP_READS_AND_WRITES) == GROUP_READS_AND_WRITES && group != 0;
        return useful ? Optional.of(group) : Optional.empty();
    }

    private static List<Allowance> files(ExecutorConfig config, Path configFile) {
        Stream<Allowance> own = Stream.of(
                new Allowance(KVM, Access.DEVICE),
                keys(config),
                Allowance.read(config.imagesDir()),
                Allowance.read(configFile));
        // Trust stores, key stores, key tabs: whatever the way in names by its path.
        Stream<Allowance> wayIn = config.bus().access().values().stream()
                .filter(value -> value.startsWith("/"))
                .map(Path::of)
                .map(Allowance::read);
        Stream<Allowance> snapshots = config.snapshotsDir().stream().map(Allowance::read);
        return Stream.of(own, snapshots, wayIn).flatMap(each -> each).toList();
    }

    /**
     * Written to only when the executor's key is yet to be made: whoever took the process could else name keys to be trusted at the next start. Who cannot
     * tell whether it is there gives no leave.
     */
    private static Allowance keys(ExecutorConfig config) {
        boolean missing = Stream.of(".key", ".pub")
                .map(ending -> config.keysDir().resolve(config.keyName() + ending))
                .anyMatch(Files::notExists);
        return missing ? Allowance.write(config.keysDir()) : Allowance.read(config.keysDir());
    }

    private static List<Integer> ports(ExecutorConfig config) {
        return Stream.concat(
                        Stream.of(config.bus().bootstrapServers().split(",", -1))
                                .map(ExecutorCell::port),
                        config.jail().ports().stream())
                .distinct()
                .toList();
    }

    private static int port(String server) {
        String port = server.strip().replaceFirst(".*:", "");
        if (!port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException("bootstrap.servers has '" + server + "'; it must end in :PORT");
        }
        return Integer.parseInt(port);
    }
}
