package dev.airlock.schemas.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Keeps a signature for one kind of record from ever serving as another kind: what is signed is the domain in ASCII,
 * one zero byte, and the body. A domain holds no zero byte, so that two (domain, body) pairs never give the same
 * bytes. Tokens are signed without a prefix; they begin with an opening brace, and a domain always begins with
 * {@code airlock/}.
 */
public final class Domain {
    private static final Pattern SHAPE = Pattern.compile("airlock/[a-z][a-z0-9-]{0,40}/v[1-9][0-9]{0,3}");

    /** Of the few domains that there are, all of them ours. */
    private static final Map<String, byte[]> PREFIXES = new ConcurrentHashMap<>();

    private Domain() {}

    /**
     * The bytes to sign or verify for a body of this kind.
     *
     * @param domain {@code airlock/KIND/vN}, for example {@code airlock/intent/v1}
     * @param body the exact bytes that travel
     * @throws IllegalArgumentException if the domain has another shape
     */
    public static byte[] signedBytes(String domain, byte[] body) {
        byte[] prefix = PREFIXES.computeIfAbsent(domain, Domain::prefix);
        byte[] signed = Arrays.copyOf(prefix, prefix.length + 1 + body.length);
        System.arraycopy(body, 0, signed, prefix.length + 1, body.length);
        return signed;
    }

    private static byte[] prefix(String domain) {
        if (!SHAPE.matcher(domain).matches()) {
            throw new IllegalArgumentException("a signature domain is airlock/KIND/vN, not '" + domain + "'");
        }
        return domain.getBytes(StandardCharsets.US_ASCII);
    }
}
