package dev.airlock.jail.shell;

import dev.airlock.jail.model.Landlocked;
import dev.airlock.jail.model.Landlocked.Trial;
import dev.airlock.linux.Errno;
import dev.airlock.linux.Landlock;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tries what Landlock has to refuse to a process in the jail, and anybody else may do. */
public final class LandlockTrial {
    /** World-readable on any host, and in no cell's list. */
    private static final List<Path> FORBIDDEN = List.of(Path.of("/"), Path.of("/etc"));

    /** tcpmux; no broker is there. */
    private static final int FORBIDDEN_PORT = 1;

    // Documentation/userspace-api/landlock.rst, v6.12: files with the first version, TCP with the fourth.
    private static final int FILES_FROM = 1;
    private static final int TCP_FROM = 4;
    private static final Pattern SAYS = Pattern.compile("Landlock (\\d{1,4})");

    private LandlockTrial() {}

    /** What the kernel has; asked before a filter forbids the question. */
    public static String kernel() {
        try {
            return "Landlock " + Landlock.abi();
        } catch (Errno e) {
            return switch (e.number()) {
                case Errno.ENOSYS -> "this kernel has no Landlock";
                case Errno.EOPNOTSUPP -> "this kernel has Landlock, and it was not switched on at boot";
                default -> "Landlock: " + e.getMessage();
            };
        }
    }

    /** @param kernel of {@link #kernel} */
    static Landlocked look(String kernel) {
        int version = version(kernel);
        return new Landlocked(
                kernel,
                version < FILES_FROM ? Trial.WENT_THROUGH : files(),
                version < TCP_FROM ? Trial.WENT_THROUGH : tcp());
    }

    /** 0 for a kernel without it: what somebody else refuses there is no lock of ours. */
    static int version(String kernel) {
        Matcher said = SAYS.matcher(kernel);
        return said.matches() ? Integer.parseInt(said.group(1)) : 0;
    }

    private static Trial files() {
        return FORBIDDEN.stream().allMatch(LandlockTrial::isRefused) ? Trial.REFUSED : Trial.WENT_THROUGH;
    }

    private static boolean isRefused(Path folder) {
        try (DirectoryStream<Path> _ = Files.newDirectoryStream(folder)) {
            return false;
        } catch (AccessDeniedException e) {
            return true;
        } catch (NoSuchFileException e) {
            return true; // a small machine may have no /etc; there is always a root
        } catch (IOException e) {
            return false;
        }
    }

    /** EACCES is a BindException in the JDK, and comes before anything is sent. */
    private static Trial tcp() {
        var nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), FORBIDDEN_PORT);
        try (SocketChannel _ = SocketChannel.open(nobody)) {
            return Trial.WENT_THROUGH;
        } catch (BindException e) {
            return Trial.REFUSED;
        } catch (IOException e) {
            return Trial.WENT_THROUGH;
        }
    }
}
