package dev.airlock.setup.shell;

import dev.airlock.node.KeyShares;
import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What services need around the program: users, settings, keys, folders, units. What an operator may have changed is never written over. */
final class Surroundings {
    private static final Set<PosixFilePermission> EVERYBODY_READS = PosixFilePermissions.fromString("rw-r--r--");
    private static final Set<PosixFilePermission> GROUP_READS = PosixFilePermissions.fromString("rw-r-----");
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");
    private static final List<String> OWN_FOLDER = List.of("broker", "ledger", "witness");

    private final Layout layout;
    private final Hands hands;
    private final HostUsers users;
    private final Path home;

    /** @param home where a distribution's own files are */
    Surroundings(Layout layout, Hands hands, HostUsers users, Path home) {
        this.layout = layout;
        this.hands = hands;
        this.users = users;
        this.home = home;
    }

    void make() throws IOException, SetupFailed, InterruptedException {
        users();
        settings();
        state();
        units();
    }

    private void users() throws IOException, SetupFailed, InterruptedException {
        if (!layout.ofTheHost()) {
            hands.note("units name the users " + users.beginning() + "-*, which are made for " + Layout.STANDARD
                    + " only");
            return;
        }
        for (String service : Services.ALL) {
            if (!users.exists(service)) {
                hands.step("make the user " + users.name(service), () -> users.make(service));
            }
        }
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void settings() throws IOException, SetupFailed, InterruptedException {
        for (Path from : filesIn(home.resolve("etc"))) {
            Path to = layout.settings().resolve(from.getFileName().toString());
            if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
                hands.note("kept " + to);
                continue;
            }
            hands.step("write " + to, () -> {
                Tree.open(layout.settings());
                String service = from.getFileName().toString().replace(".properties", "");
                Path draft = draft(to, layout.placed(Files.readString(from)), GROUP_READS);
                if (layout.ofTheHost() && Services.ALL.contains(service)) {
                    users.letRead(draft, service);
                }
                Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE);
            });
        }
    }

    /** A new file beside this one, to be renamed: who is cut off leaves no half of it in its place. */
    private static Path draft(Path to, String text, Set<PosixFilePermission> mode) throws IOException {
        Path draft = to.resolveSibling(to.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        Files.writeString(
                draft, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        Files.setPosixFilePermissions(draft, mode);
        return draft;
    }

    private static void secluded(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
    }

    private void state() throws IOException, SetupFailed, InterruptedException {
        Path keys = layout.state().resolve("keys");
        hands.step("deal keys in " + keys + "; those that are there stay", () -> {
            Tree.open(keys);
            Tree.open(layout.state().resolve("images"));
            KeyShares.deal(keys, false);
            // A witness has a key of its own, which its unit cannot make there, and belongs to nobody's road.
            new KeyFiles(keys.resolve("witness"), new SecureRandom()).loadOrCreate("witness");
            for (String service : OWN_FOLDER) {
                secluded(layout.state().resolve(service));
            }
            if (layout.ofTheHost()) {
                handOver(keys);
            }
        });
    }

    private void handOver(Path keys) throws IOException {
        for (String service : Services.ALL) {
            List<Path> its = new ArrayList<>(List.of(keys.resolve(service)));
            if (OWN_FOLDER.contains(service)) {
                its.add(layout.state().resolve(service));
            }
            for (Path folder : its) {
                if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                    users.hand(folder, service);
                }
            }
        }
    }

    private void units() throws IOException, SetupFailed, InterruptedException {
        boolean changed = false;
        for (Path from : filesIn(home.resolve("systemd"))) {
            Path to = layout.units().resolve(from.getFileName().toString());
            String text = users.named(layout.placed(Files.readString(from)));
            if (Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
                    && Files.readString(to).equals(text)) {
                hands.note("kept " + to);
                continue;
            }
            changed = true;
            hands.step("write " + to, () -> {
                Tree.open(layout.units());
                Files.move(draft(to, text, EVERYBODY_READS), to, StandardCopyOption.ATOMIC_MOVE);
            });
        }
        if (!layout.ofTheHost()) {
            return;
        }
        Optional<Systemd> systemd = Systemd.here();
        if (systemd.isPresent() && changed) {
            hands.step("systemctl daemon-reload", () -> systemd.get().call("daemon-reload", List.of()));
        } else if (systemd.isEmpty()) {
            hands.leave("systemd does not run here; when it does: systemctl daemon-reload");
        }
    }
}
