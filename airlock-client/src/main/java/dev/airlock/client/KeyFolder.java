package dev.airlock.client;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Key files as {@code airlock keys} makes them: {@code ROLE[@NAME].pub} and {@code ROLE[@NAME].key}, PEM in each. */
public final class KeyFolder {
    private static final String PUBLIC = ".pub";
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFolder() {}

    /**
     * Everybody whose public key lies in this directory.
     *
     * @throws IllegalArgumentException if a file's name has no role, or it holds no usable key
     */
    public static KeyRing ring(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(PUBLIC))
                    .sorted()
                    .toList();
        }
        Map<VerifyingKey, KeyRing.Holder> holders = new LinkedHashMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            String holder = name.substring(0, name.length() - PUBLIC.length());
            int at = holder.indexOf('@');
            KeyRole role = KeyRole.ofLabel(at < 0 ? holder : holder.substring(0, at))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "the key file " + file + " names no role; it must be ROLE.pub or ROLE@NAME.pub"));
            holders.put(VerifyingKey.fromSealersPem(Files.readString(file)), new KeyRing.Holder(role, holder));
        }
        return KeyRing.ofKeys(holders, Map.of());
    }

    /**
     * A caller's own secret key.
     *
     * @throws IllegalArgumentException if it holds no Ed25519 key, or others than its owner may read or write it
     */
    public static SigningKey secret(Path file) throws IOException {
        if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalArgumentException(
                    "the key file " + file + " is open to others than its owner; chmod 600 it, or make a new key");
        }
        return SigningKey.fromPkcs8Pem(Files.readString(file));
    }
}
