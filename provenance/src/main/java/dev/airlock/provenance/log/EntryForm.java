package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Bytes;
import java.util.Arrays;
import java.util.Base64;

/** The bytes of an entry. */
final class EntryForm {
    private EntryForm() {}

    static byte[] join(String kind, String signer, String signature, byte[] rest) {
        byte[] head = (kind + "\n" + signer + "\n" + signature + "\n").getBytes(US_ASCII);
        byte[] whole = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, whole, head.length, rest.length);
        return whole;
    }

    static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    static LogEntry parse(byte[] bytes) throws LogRejected {
        if (bytes.length > LogEntry.BYTES_MAX) {
            throw new LogRejected(
                    TOO_LARGE, "an entry has at most " + LogEntry.BYTES_MAX + " bytes, not " + bytes.length);
        }
        try {
            LogEntry entry = read(bytes);
            if (Arrays.equals(entry.bytes(), bytes)) {
                return entry;
            }
        } catch (IllegalArgumentException _) {
            // falls through: a part of another form is as wrong as another kind
        }
        throw new LogRejected(MALFORMED, "not an entry of a log of tokens");
    }

    private static LogEntry read(byte[] bytes) {
        String text = new String(bytes, ISO_8859_1); // a character for a byte, so that places are the same
        String[] parts = text.split("\n", 4);
        if (parts.length == 2 && parts[0].equals(LogEntry.Unverified.KIND)) {
            return new LogEntry.Unverified(new Sha256(parts[1]));
        }
        if (parts.length != 4) {
            throw new IllegalArgumentException("too few lines");
        }
        KeyId signer = new KeyId(parts[1]);
        Bytes signature = Bytes.of(Base64.getDecoder().decode(parts[2]));
        if (signature.size() != signer.sealBytes()) {
            throw new IllegalArgumentException("no signature");
        }
        return switch (parts[0]) {
            case LogEntry.Sealed.KIND ->
                new LogEntry.Sealed(signer, signature, Bytes.of(parts[3].getBytes(ISO_8859_1)));
            case LogEntry.Large.KIND -> new LogEntry.Large(signer, signature, new Sha256(parts[3]));
            default -> throw new IllegalArgumentException("an unknown kind");
        };
    }
}
