package dev.airlock.road.keys;

import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.security.SecureRandom;

/** A key in a file of its own outside any key directory, as a principal has it. */
public final class LooseKey {
    private static final String PUBLIC = ".pub";

    private LooseKey() {}

    /**
     * Makes a new secret key (PKCS#8 PEM, mode 0600) and its public half beside it, {@code FILE.pub} (mode 0644).
     *
     * @throws FileAlreadyExistsException if one of them is there; nothing is overwritten
     */
    public static SigningKey generate(Path file, SecureRandom random) throws IOException {
        SigningKey key = SigningKey.generate(random);
        create(file, key.pkcs8Pem(), true);
        create(publicFile(file), key.verifyingKey().spkiPem(), false);
        return key;
    }

    private static void create(Path file, String text, boolean secret) throws IOException {
        if (!PrivateFile.createOnce(file, text, secret ? PrivateFile.OWNER_ONLY : PrivateFile.WORLD_READABLE)) {
            throw new FileAlreadyExistsException(file + " is there already; choose another name, or move it away");
        }
    }

    /** Where {@link #generate} puts the public half. */
    public static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + PUBLIC);
    }

    /**
     * The secret key in {@code file}.
     *
     * @throws KeyFileRejected if others may read it, or it holds something else
     */
    public static SigningKey secret(Path file) throws IOException {
        String pem = PrivateFile.readSecret(file);
        try {
            return SigningKey.fromPkcs8Pem(pem);
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(file, e.getMessage() + "; give the secret key's file");
        }
    }

    /**
     * The public key in {@code file} (SubjectPublicKeyInfo PEM).
     *
     * @throws KeyFileRejected if it holds something else
     */
    public static VerifyingKey published(Path file) throws IOException {
        String pem = PrivateFile.readText(file);
        try {
            return VerifyingKey.fromSpkiPem(pem);
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(file, e.getMessage() + "; give the public key's file, FILE.pub");
        }
    }
}
