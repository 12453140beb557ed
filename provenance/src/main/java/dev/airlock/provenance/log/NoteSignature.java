package dev.airlock.provenance.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.schemas.model.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * One signature line of a note.
 *
 * @param name of the key that is said to have signed
 * @param keyId of that key, see {@link NoteKey#id}
 * @param signature 1 to 8192 bytes, whose form the kind of key says
 */
public record NoteSignature(String name, int keyId, Bytes signature) {
    static final int BYTES_MAX = 8192;

    private static final String DASH = "\u2014 ";

    /** @throws IllegalArgumentException if the name or the length is unfit */
    public NoteSignature {
        NoteKey.checkName(name);
        if (signature.isEmpty() || signature.size() > BYTES_MAX) {
            throw new IllegalArgumentException("a signature has 1 to " + BYTES_MAX + " bytes");
        }
    }

    /** The line, without its newline: {@code — NAME BASE64}. */
    public String line() {
        byte[] whole = ByteBuffer.allocate(Integer.BYTES + signature.size())
                .putInt(keyId)
                .put(signature.toArray())
                .array();
        return DASH + name + " " + Base64.getEncoder().encodeToString(whole);
    }

    /**
     * The signature on this line.
     *
     * @throws IllegalArgumentException if {@link #line} of none writes it
     */
    public static NoteSignature parse(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(DASH) || space < DASH.length()) {
            throw new IllegalArgumentException("a signature line is a dash, a name and base64");
        }
        byte[] whole = Base64.getDecoder().decode(line.substring(space + 1).getBytes(UTF_8));
        if (whole.length <= Integer.BYTES) {
            throw new IllegalArgumentException("a signature has more than the four bytes of its key's id");
        }
        var signature = new NoteSignature(
                line.substring(DASH.length(), space),
                ByteBuffer.wrap(whole).getInt(),
                Bytes.of(Arrays.copyOfRange(whole, Integer.BYTES, whole.length)));
        if (!signature.line().equals(line)) {
            throw new IllegalArgumentException("base64 has only one form for the same bytes here");
        }
        return signature;
    }

    boolean names(NoteKey key) {
        return name.equals(key.name()) && keyId == key.id();
    }
}
