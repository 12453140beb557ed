package dev.airlock.schemas.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * One 32-byte Ed25519 key in its fixed DER wrapping, as PEM text. An error names the kind of file and never its
 * content. Source: RFC 8410 sections 4 and 7, RFC 7468 section 2 (label lines, base64 in lines of 64).
 */
final class Pem {
    /** PrivateKeyInfo version 0, algorithm 1.3.101.112, and the seed as an OCTET STRING in an OCTET STRING. */
    static final Pem PRIVATE = new Pem("PRIVATE KEY", "302e020100300506032b657004220420");

    /** SubjectPublicKeyInfo, algorithm 1.3.101.112, and the key as a BIT STRING without unused bits. */
    static final Pem PUBLIC = new Pem("PUBLIC KEY", "302a300506032b6570032100");

    private static final int KEY_BYTES = 32;

    private final String begin;
    private final String end;
    private final String label;
    private final byte[] prefix;

    private Pem(String label, String derPrefix) {
        this.label = label;
        this.begin = "-----BEGIN " + label + "-----\n";
        this.end = "-----END " + label + "-----\n";
        this.prefix = HexFormat.of().parseHex(derPrefix);
    }

    /** The PEM text of a key; ends with a line break. */
    String write(byte[] key) {
        byte[] der = Arrays.copyOf(prefix, prefix.length + KEY_BYTES);
        System.arraycopy(key, 0, der, prefix.length, KEY_BYTES);
        byte[] lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(der);
        return begin + new String(lines, StandardCharsets.US_ASCII) + "\n" + end;
    }

    /**
     * The 32 bytes inside. Line endings may be LF or CRLF; nothing may stand before or after the block.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    byte[] read(String pem) {
        String text = pem.replace("\r\n", "\n").strip() + "\n";
        if (!text.startsWith(begin) || !text.endsWith(end) || text.length() < begin.length() + end.length()) {
            throw rejected();
        }
        String body = text.substring(begin.length(), text.length() - end.length());
        byte[] der = decoded(body.replace("\n", ""));
        if (der.length != prefix.length + KEY_BYTES
                || !Arrays.equals(der, 0, prefix.length, prefix, 0, prefix.length)) {
            throw rejected();
        }
        return Arrays.copyOfRange(der, prefix.length, der.length);
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException _) {
            throw rejected(); // without the cause: its message quotes a character of the file
        }
    }

    private IllegalArgumentException rejected() {
        return new IllegalArgumentException("not an Ed25519 " + label + " in PEM (RFC 8410)");
    }
}
