package dev.airlock.node.dials;

import dev.airlock.road.config.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a service shows itself to its operator: {@code metrics.listen}, as {@code PORT} (on loopback) or {@code HOST:PORT}. Nowhere by default, and
 * beyond loopback only where the host is named.
 *
 * @param host what it listens on
 * @param port 0 to 65535; 0 for any that is free
 */
public record DoorAt(String host, int port) {
    /** The setting. */
    public static final String KEY = "metrics.listen";

    private static final String LOOPBACK = "127.0.0.1";
    private static final int PORT_MAX = 65_535;

    public DoorAt {
        if (port < 0 || port > PORT_MAX || host.isBlank()) {
            throw new IllegalArgumentException(
                    KEY + " is '" + host + ":" + port + "'; it must be PORT or HOST:PORT, with 0 to " + PORT_MAX);
        }
    }

    /** On loopback. */
    public static DoorAt loopback(int port) {
        return new DoorAt(LOOPBACK, port);
    }

    /**
     * What the settings say of it; empty if nothing.
     *
     * @throws IllegalArgumentException if it is no address, with what would be right
     */
    public static Optional<DoorAt> in(Settings settings) {
        String text = settings.text(KEY, "");
        return text.isBlank() ? Optional.empty() : Optional.of(parse(text));
    }

    private static DoorAt parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? LOOPBACK : text.substring(0, colon);
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    KEY + " is '" + text + "'; it must be PORT or HOST:PORT, such as 9464 or 127.0.0.1:9464");
        }
        return new DoorAt(host.replaceAll("[\\[\\]]", ""), Integer.parseInt(port));
    }

    /** Whether only this machine gets there, as far as is known: a name that cannot be looked up counts as loopback, which is asked more. */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
