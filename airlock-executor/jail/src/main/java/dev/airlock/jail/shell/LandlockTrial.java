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

/** Tries what Landlock has to refuse to a process in the jail, and anybody else may do. */
public final class LandlockTrial {
    /** World-readable on any host, and in no cell's list. */
    private static final List<Path> FORBIDDEN = List.of(Path.of("/"), Path.of("/etc"));

    /** tcpmux; no broker is there. */
    private static final int FORBIDDEN_PORT = 1;

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
        return new Landlocked(kernel, files(), tcp());
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
