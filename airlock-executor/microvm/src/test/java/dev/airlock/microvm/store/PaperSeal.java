package dev.airlock.microvm.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A key for tests that can be used thousands of times a second: HMAC-SHA-256 under its own name. */
public record PaperSeal(String keyId) implements Seal {
    @Override
    public byte[] sign(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keyId.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has HmacSHA256", e);
        }
    }

    @Override
    public boolean isOver(byte[] message, byte[] signature) {
        return MessageDigest.isEqual(sign(message), signature);
    }
}
