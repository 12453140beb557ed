package dev.airlock.ledger.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where the logs are served. Whoever reaches the port can read all tokens, so it is loopback unless somebody says that they are public.
 *
 * @param host where it listens
 * @param port where it listens; 0 for nowhere
 */
public record LedgerPort(String host, int port) {
    /** Where it listens by default. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The port by default. */
    public static final int USUAL = 4432;

    /** The highest port. */
    public static final int MAX = 65_535;

    public LedgerPort {
        if (port < 0 || port > MAX) {
            throw new IllegalArgumentException("http.port is " + port + "; it must be 0 to " + MAX);
        }
    }

    /**
     * The port of a setting.
     *
     * @param open whether others may read the tokens
     * @throws IllegalArgumentException if others can reach {@code host} and are not to
     */
    public static LedgerPort of(String host, int port, boolean open) {
        if (port != 0 && !open && !loopback(host)) {
            throw new IllegalArgumentException("http.host is " + host
                    + ", where others can read every token; listen on 127.0.0.1, or set http.public to true");
        }
        return new LedgerPort(host, port);
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether it listens at all. */
    public boolean listens() {
        return port != 0;
    }
}
