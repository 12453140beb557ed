package dev.airlock.schemas.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * One key in its fixed DER wrapping, as PEM text. An error names the kind of file and never its
 * content. Source: RFC 8410 sections 4 and 7, RFC 9881 sections 4 and 6 for ML-DSA-65, RFC 7468 section 2 (label lines, base64 in lines of 64).
 */
final class Pem {
    /** PrivateKeyInfo version 0, algorithm 1.3.101.112, and the seed as an OCTET STRING in an OCTET STRING. */
    static final Pem PRIVATE = new Pem("Ed25519", "RFC 8410", "PRIVATE KEY", "302e020100300506032b657004220420", 32);

    /** SubjectPublicKeyInfo, algorithm 1.3.101.112, and the key as a BIT STRING without unused bits. */
    static final Pem PUBLIC = new Pem("Ed25519", "RFC 8410", "PUBLIC KEY", "302a300506032b6570032100", 32);

    /** PrivateKeyInfo version 0, algorithm 2.16.840.1.101.3.4.3.18, and the seed as [0] in an OCTET STRING (RFC 9881's seed form). */
    static final Pem ML_DSA_PRIVATE = new Pem(
            "ML-DSA-65",
            "RFC 9881",
            "PRIVATE KEY",
            "3034020100300b060960864801650304031204228020",
            MlDsaSecret.SEED_BYTES);

    /** SubjectPublicKeyInfo, algorithm 2.16.840.1.101.3.4.3.18, and the key as a BIT STRING without unused bits. */
    static final Pem ML_DSA_PUBLIC = new Pem(
            "ML-DSA-65",
            "RFC 9881",
            "PUBLIC KEY",
            "308207b2300b0609608648016503040312038207a100",
            MlDsaKey.ENCODED_BYTES);

    private final String algorithm;
    private final String source;
    private final int keyBytes;

    private final String begin;
    private final String end;
    private final String label;
    private final byte[] prefix;

    private Pem(String algorithm, String source, String label, String derPrefix, int keyBytes) {
        this.algorithm = algorithm;
        this.source = source;
        this.keyBytes = keyBytes;
        this.label = label;
        this.begin = "-----BEGIN " + label + "-----\n";
        this.end = "-----END " + label + "-----\n";
        this.prefix = HexFormat.of().parseHex(derPrefix);
    }

    /** The DER of a key. */
    byte[] der(byte[] key) {
        byte[] der = Arrays.copyOf(prefix, prefix.length + keyBytes);
        System.arraycopy(key, 0, der, prefix.length, keyBytes);
        return der;
    }

    /** The PEM text of a key; ends with a line break. */
    String write(byte[] key) {
        byte[] lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der(key));
        return begin + new String(lines, StandardCharsets.US_ASCII) + "\n" + end;
    }

    /**
     * The key's bytes inside. Line endings may be LF or CRLF; nothing may stand before or after the block.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    byte[] read(String pem) {
        String text = pem.replace("\r\n", "\n").strip() + "\n";
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw rejected();
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        return keyIn(decoded(body.replace("\n", "")));
    }

    /** @throws IllegalArgumentException if {@link #der} gives these bytes for no key */
    byte[] keyIn(byte[] der) {
        if (der.length != prefix.length + keyBytes || !Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length)) {
            throw rejected();
        }
        return Arrays.copyOfRange(der, prefix.length, der.length);
    }

    /** The blocks in a text, one or two; anything else between or behind them stays with a block, which then is none. */
    static List<String> blocks(String pem) {
        String text = pem.replace("\r\n", "\n").strip() + "\n";
        int second = text.indexOf("-----BEGIN ", 1);
        return second < 0 ? List.of(text) : List.of(text.substring(0, second), text.substring(second));
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw rejected(); // without the cause: its message quotes a character of the file
        }
    }

    private IllegalArgumentException rejected() {
        return new IllegalArgumentException("not an " + algorithm + " " + label + " in PEM (" + source + ")");
    }
}
