package dev.airlock.gateway.http;

import dev.airlock.gateway.mux.MuxConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the HTTP ingress is set up.
 *
 * @param host where it listens
 * @param port where it listens; 0 means any free one
 * @param signsAsLocal whether its clients are this machine's user; else they are external AI but for what they sign themselves
 * @param tls its certificate; without one it speaks plain text
 * @param connectionsMax most connections at a time; further ones are closed
 * @param requestTime how long a request's head, and then its body, may take to arrive
 * @param idle how long a connection may be without a request, and how long it may take to read an answer
 * @param shared what it has in common with the MUX: the node's name, how many may wait, and for how long
 */
public record HttpConfig(
        String host,
        int port,
        boolean signsAsLocal,
        Optional<Tls> tls,
        int connectionsMax,
        Duration requestTime,
        Duration idle,
        MuxConfig shared) {
    /** The most bytes of a body: a frame as the MUX takes it. */
    public static final int BODY_BYTES_MAX = MuxConfig.FRAME_BYTES_MAX;

    static final int HEADER_BYTES_MAX = 8 << 10;
    static final int LINE_BYTES_MAX = 2 << 10;

    private static final String LOCAL = "local";

    /**
     * PEM files.
     *
     * @param certificate the server's, with what leads to its issuer
     * @param key the secret to it
     * @param clientAuthority who issues clients' certificates; then nobody gets in without one
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientAuthority) {}

    /**
     * The certificate that was configured, if any.
     *
     * @throws IllegalArgumentException if only a part of it was, or if others can reach {@code host} and what they send could be read on its way
     */
    public static Optional<Tls> tls(
            String certificate, String key, String clientAuthority, boolean plaintext, String host) {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    "http.tls.cert is '" + certificate + "' and http.tls.key is '" + key + "'; set both, or neither");
        }
        if (certificate.isEmpty() && !clientAuthority.isEmpty()) {
            throw new IllegalArgumentException("http.tls.client-ca is '" + clientAuthority
                    + "' and there is no http.tls.cert; clients show certificates to a server that has one");
        }
        if (certificate.isEmpty()) {
            if (!loopback(host) && !plaintext) {
                throw new IllegalArgumentException("http.host is " + host
                        + ", which others can reach, and there is no http.tls.cert; set http.tls.cert and http.tls.key, listen on"
                        + " 127.0.0.1, or set http.plaintext to allow");
            }
            return Optional.empty();
        }
        return Optional.of(new Tls(
                Path.of(certificate),
                Path.of(key),
                clientAuthority.isEmpty() ? Optional.empty() : Optional.of(Path.of(clientAuthority))));
    }

    /** Who a request is from if it brings no signature: on loopback this machine's user, elsewhere nobody. */
    public static String principalFor(String host) {
        return loopback(host) ? LOCAL : "none";
    }

    /**
     * Whether requests are this machine's user's.
     *
     * @throws IllegalArgumentException if the principal is unknown, or would make everybody who reaches {@code host} local
     */
    public static boolean principal(String principal, String host) {
        if (!principal.equals(LOCAL) && !principal.equals("none")) {
            throw new IllegalArgumentException("http.principal is '" + principal + "'; it must be local or none");
        }
        if (principal.equals(LOCAL) && !loopback(host)) {
            throw new IllegalArgumentException("http.principal is local and http.host is " + host
                    + ", which others can reach; listen on 127.0.0.1 or set http.principal to none");
        }
        return principal.equals(LOCAL);
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
