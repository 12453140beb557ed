package dev.airlock.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may not come near a listener that takes its clients for this machine's user: pages in that user's browser. A page says where it is from,
 * and one whose name was made to mean this machine names itself in {@code Host}.
 */
final class Doorstep {
    private static final Pattern LOOPBACK =
            Pattern.compile("(?i)(localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1])(:\\d{1,5})?");

    private Doorstep() {}

    /** Why a request is sent away; empty if it is not. */
    static Optional<String> refusal(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.ORIGIN)) {
            return Optional.of(
                    "a request with an Origin comes from a page in a browser, which is not this machine's user;"
                            + " send it without");
        }
        if (request.headers().contains("Sec-Fetch-Site")) {
            return Optional.of(
                    "a request with Sec-Fetch-Site comes from a browser; this listener takes its clients for programs of"
                            + " this machine's user");
        }
        var hosts = request.headers().getAll(HttpHeaders.HOST);
        boolean named = hosts.size() == 1 && LOOPBACK.matcher(hosts.getFirst()).matches();
        return named
                ? Optional.empty()
                : Optional.of("the Host of a request to this listener must be localhost, 127.0.0.1 or [::1]");
    }
}
