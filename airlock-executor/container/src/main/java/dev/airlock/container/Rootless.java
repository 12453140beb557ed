package dev.airlock.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Why an ordinary user has no users for containers yet, and the fix. It has them where its process was started as root of a user namespace in which
 * its subordinate users are mapped (subuid(5), newuidmap(1)); the {@code airlock} command does that by itself where it can be done.
 */
final class Rootless {
    /** What goes before a command of an ordinary user that starts containers. Sources: unshare(1) of util-linux 2.38. */
    static final List<String> ENTER = List.of("unshare", "--user", "--map-auto", "--map-root-user");

    private static final int SAID_MAX = 256;
    private static final int SECONDS_MAX = 5;

    private Rootless() {}

    /**
     * Whose users containers have.
     *
     * @throws ContainerFailed with the reason and the fix, if this process may give away none
     */
    static UserMap require() throws ContainerFailed {
        UserMap map = UserMap.ofThisProcess();
        if (map.self() != 0) {
            throw refusal(privileged() ? said() : "no_new_privs is on");
        }
        require(map);
        return map;
    }

    static void require(UserMap map) throws ContainerFailed {
        if (HostUsers.of(map).isEmpty()) {
            long mapped = Math.min(count(map.users()), count(map.groups()));
            throw new ContainerFailed("root here is root of a namespace in which " + mapped
                    + " users and groups are mapped, and a program has users of its own; " + lines());
        }
    }

    private static long count(List<UserMap.Extent> extents) {
        return extents.stream().mapToLong(UserMap.Extent::count).sum();
    }

    /**
     * The refusal of an ordinary user who is in no such namespace.
     *
     * @param said what the system said when one was tried; empty if it gave one
     */
    static ContainerFailed refusal(String said) {
        String reason = "this process is not root, and the container backend gives each program users of its own";
        if (said.isEmpty()) {
            return new ContainerFailed(
                    reason + "; start it with the airlock command, or put before it: " + String.join(" ", ENTER));
        }
        return new ContainerFailed(reason + ", which it has not: " + said.replace(';', ',') + "; " + fix(said));
    }

    /** By what unshare says, and newuidmap behind it. */
    private static String fix(String said) {
        if (said.contains("failed to execute new")) {
            return "apt-get install uidmap, and " + lines();
        }
        if (said.contains("subuid") || said.contains("subgid") || said.contains("exist")) {
            return lines();
        }
        return "sysctl user.max_user_namespaces=65536 (and kernel.unprivileged_userns_clone=1,"
                + " kernel.apparmor_restrict_unprivileged_userns=0 where they are), and no NoNewPrivileges= in its unit;"
                + " or use the microVM backend";
    }

    private static String lines() {
        return "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER, with numbers that no other line"
                + " of /etc/subuid and /etc/subgid has; or use the microVM backend";
    }

    /**
     * Whether newuidmap, which is set-uid, could help. Where it could not, nothing is tried: such a process may be in a jail in which starting a
     * program is the end of it.
     */
    private static boolean privileged() throws ContainerFailed {
        try {
            return Containment.find(Files.readAllLines(Path.of("/proc/self/status")), "NoNewPrivs")
                    .filter("0"::equals)
                    .isPresent();
        } catch (IOException e) {
            throw new ContainerFailed("/proc is not mounted: " + e.getMessage(), e);
        }
    }

    /** Tries it with a program that does nothing. */
    private static String said() throws ContainerFailed {
        List<String> words = new ArrayList<>(ENTER);
        words.add("true");
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readNBytes(SAID_MAX), StandardCharsets.UTF_8)
                    .strip()
                    .replace('\n', ' ');
            if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "unshare does not end";
            }
            if (process.exitValue() == 0) {
                return "";
            }
            return said.isEmpty() ? "unshare fails" : said;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerFailed("interrupted", e);
        }
    }
}
