package dev.airlock.setup.shell;

import dev.airlock.setup.model.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.List;
import java.util.stream.Stream;

/**
 * A system user for each service, so that none reads another's keys.
 *
 * @param beginning how their names begin; a dash and the service's name follow
 */
record HostUsers(String beginning) {
    HostUsers {
        Users.require(beginning);
    }

    String name(String service) {
        return beginning + "-" + service;
    }

    /** Units as they are for these users. */
    String named(String unit) {
        return unit.replace("User=airlock-", "User=" + beginning + "-")
                .replace("Group=airlock-", "Group=" + beginning + "-");
    }

    static boolean isRoot() throws IOException {
        return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    }

    boolean exists(String service) throws IOException {
        String start = name(service) + ":";
        return Files.readAllLines(Path.of("/etc/passwd")).stream().anyMatch(line -> line.startsWith(start));
    }

    /** A user that nobody can log in as, with a group of its own. */
    void make(String service) throws SetupFailed, InterruptedException {
        Tool.Ending result = Tool.run(List.of(
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                name(service)));
        if (!result.fine()) {
            throw new SetupFailed(
                    "useradd " + name(service) + ": " + result.said(), "make the user, and run setup again");
        }
    }

    /** Gives a folder of root's, and the files of root's right in it, to a service; what belongs to anybody else stays as it is. */
    void hand(Path folder, String service) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                give(file, service);
            }
        }
        give(folder, service);
    }

    private void give(Path file, String service) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        boolean roots =
                Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(0);
        boolean plain = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                || (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                                .equals(1));
        if (roots && plain) {
            UserPrincipalLookupService names = file.getFileSystem().getUserPrincipalLookupService();
            UserPrincipal user = names.lookupPrincipalByName(name(service));
            GroupPrincipal group = names.lookupPrincipalByGroupName(name(service));
            view.setGroup(group);
            view.setOwner(user);
        }
    }

    /** Lets a service read a file that stays root's. */
    void letRead(Path file, String service) throws IOException {
        GroupPrincipal group =
                file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name(service));
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setGroup(group);
    }
}
