package dev.airlock.schemas.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Signatures by Ed25519 that this process has made, or has computed and found good. Whether a signature is good follows from the key, the
 * message and its own bytes alone, and what is remembered is a hash of all three: so to be told that a bad one is good takes two inputs
 * with the same SHA-256, or a signer that made a bad one of this process's own (ADR 39). Whether the key counts is asked elsewhere, each time. Any thread.
 */
final class Proven {
    /** A newer one takes an older one's place. A power of two. */
    private static final int PLACES = 1 << 14;

    private static final int WORDS = 4;
    /** In one piece, since a collector would copy each of so many objects twice and then look through their places. Guarded by itself. */
    private static final long[] PRINTS = new long[PLACES * WORDS];

    private Proven() {}

    /** SHA-256 of a key, a signature and a message, in this order; the first two have one length each. */
    record Print(long a, long b, long c, long d) {
        static Print of(byte[] key, byte[] signature, byte[] message) {
            if (key.length != VerifyingKey.ENCODED_BYTES || signature.length != VerifyingKey.SIGNATURE_BYTES) {
                throw new IllegalArgumentException("a key and a signature of Ed25519, not of " + key.length + " and "
                        + signature.length + " bytes");
            }
            MessageDigest digest = sha256();
            digest.update(key);
            digest.update(signature);
            byte[] hash = digest.digest(message);
            return new Print(word(hash, 0), word(hash, 1), word(hash, 2), word(hash, 3));
        }

        private static long word(byte[] hash, int number) {
            long word = 0;
            for (int at = number * Long.BYTES; at < (number + 1) * Long.BYTES; at++) {
                word = word << Byte.SIZE | Byte.toUnsignedInt(hash[at]);
            }
            return word;
        }

        private int place() {
            return ((int) a & PLACES - 1) * WORDS;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static boolean holds(Print print) {
        int place = print.place();
        synchronized (PRINTS) {
            return PRINTS[place] == print.a()
                    && PRINTS[place + 1] == print.b()
                    && PRINTS[place + 2] == print.c()
                    && PRINTS[place + 3] == print.d();
        }
    }

    static void keep(Print print) {
        int place = print.place();
        synchronized (PRINTS) {
            PRINTS[place] = print.a();
            PRINTS[place + 1] = print.b();
            PRINTS[place + 2] = print.c();
            PRINTS[place + 3] = print.d();
        }
    }
}
