package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Frame;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * How the listener for frames is set up.
 *
 * @param host where it listens
 * @param port where it listens; 0 means any free one
 * @param signsAsLocal whether its intents carry the principal's signature; without it they are external AI's
 * @param node the name of this node, part of the session under which refused frames are sealed
 * @param connectionsMax most connections at a time; further ones are closed
 * @param pipelineMax most unanswered frames of a connection; then nothing more is read from it
 * @param waitingMax most unanswered frames of all connections; further ones are answered with 503
 * @param idle how long a connection may be silent, and how long it may take to read an answer
 * @param frameTime how long a frame may take to arrive
 * @param answerTime how long a token is waited for, beyond the run time that the frame asks for
 */
public record MuxConfig(
        String host,
        int port,
        boolean signsAsLocal,
        String node,
        int connectionsMax,
        int pipelineMax,
        int waitingMax,
        Duration idle,
        Duration frameTime,
        Duration answerTime) {
    /** A payload in which every byte needs an escape of two characters, and the rest of the frame. */
    public static final int FRAME_BYTES_MAX = 2 * Frame.PAYLOAD_BYTES_MAX + 65_536;

    private static final String LOCAL = "local";
    private static final String NONE = "none";

    public MuxConfig {
        if (!node.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
            throw new IllegalArgumentException(
                    "mux.node is '" + node + "'; it needs 1 to 64 letters, digits, '.', '_' and '-'");
        }
    }

    /** Who a frame is from if nobody says otherwise: on loopback this machine's user, elsewhere nobody. */
    public static String principalFor(String host) {
        return loopback(host) ? LOCAL : NONE;
    }

    /**
     * Whether the listener signs as this principal.
     *
     * @throws IllegalArgumentException if the principal is unknown, or would make everybody who reaches {@code host} local
     */
    public static boolean principal(String principal, String host) {
        if (principal.equals(NONE)) {
            return false;
        }
        if (!principal.equals(LOCAL)) {
            throw new IllegalArgumentException("mux.principal is '" + principal + "'; it must be local or none");
        }
        if (!loopback(host)) {
            throw new IllegalArgumentException("mux.principal is local and mux.host is " + host
                    + ", which others can reach; listen on 127.0.0.1 or set mux.principal to none");
        }
        return true;
    }

    private static boolean loopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
