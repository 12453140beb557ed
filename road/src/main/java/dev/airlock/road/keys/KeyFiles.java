package dev.airlock.road.keys;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one data directory. {@code NAME.key} is a secret (PKCS#8 PEM, mode 0600), {@code NAME.pub} the public
 * half beside it (SubjectPublicKeyInfo PEM, mode 0644); NAME is {@code ROLE} or {@code ROLE@anything}. Every
 * {@code .pub} file is trusted for its role, so a key of another host joins by copying its {@code .pub} file here. A hybrid key's files hold
 * two blocks each; a file with one of the two is another key, or none.
 * Any number of processes may use one directory at once.
 */
public final class KeyFiles {
    static final String SECRET = ".key";
    static final String PUBLIC = ".pub";

    private final Path directory;
    private final SecureRandom random;
    private final boolean hybrid;

    /**
     * One trusted public key.
     *
     * @param name the file's name without its ending, for example {@code executor@host2}
     * @param holder its role, and the same name
     * @param term from when until when it counts, by {@code NAME.term} beside it; at any time without
     */
    public record PublicKey(String name, Holder holder, VerifyingKey key, KeyTerm term) {}

    /** The keys in this directory, which is made (mode 0700) when the first key is. */
    public KeyFiles(Path directory, SecureRandom random) {
        this(directory, random, false);
    }

    private KeyFiles(Path directory, SecureRandom random, boolean hybrid) {
        this.directory = directory;
        this.random = random;
        this.hybrid = hybrid;
    }

    /**
     * The same directory, for whoever seals.
     *
     * @param hybrid whether sealers' keys are made hybrid, and have to be; else new ones are plain, and a hybrid one that is there is used as it is
     */
    public KeyFiles sealing(boolean hybrid) {
        return new KeyFiles(directory, random, hybrid);
    }

    /**
     * The secret key of this name, made at the first call; its public file is written when it is missing.
     *
     * @param name {@code ROLE} or {@code ROLE@anything}
     * @throws KeyFileRejected if others may read the key or write to the directory, if a file holds something else,
     *     if the public file belongs to another key, if the key counts no more, or if it is plain and has to be hybrid
     * @throws IllegalArgumentException if the name has another shape
     */
    public SigningKey loadOrCreate(String name) throws IOException {
        KeyName parsed = KeyName.parse(name)
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "': " + KeyName.rule()));
        boolean both = hybrid && KeyRole.SEALERS.contains(parsed.role());
        PrivateFile.ensureDirectory(directory);
        Path secret = directory.resolve(name + SECRET);
        if (Files.notExists(secret, LinkOption.NOFOLLOW_LINKS)) {
            SigningKey made = both ? SigningKey.generateHybrid(random) : SigningKey.generate(random);
            // When another process is first, ours is forgotten and theirs is read: both end with the same key.
            PrivateFile.createOnce(secret, made.pkcs8Pem(), PrivateFile.OWNER_ONLY);
        }
        SigningKey key = secretIn(secret);
        requireSealer(parsed, key.id(), secret);
        requireForm(name, key, both);
        publish(directory.resolve(name + PUBLIC), key.verifyingKey());
        requireGood(name);
        return key;
    }

    /** A plain key does not become hybrid: whoever has its public half would have to forget that it ever sealed alone. */
    private void requireForm(String name, SigningKey key, boolean both) throws KeyFileRejected {
        if (both && !key.id().isHybrid()) {
            throw new KeyFileRejected(
                    directory.resolve(name + SECRET),
                    "this key is plain, and a hybrid one is asked for; fix: airlock keys rotate --hybrid " + name
                            + ", or do not ask for it");
        }
    }

    private static void requireSealer(KeyName name, KeyId key, Path file) throws KeyFileRejected {
        if (key.isHybrid() && !KeyRole.SEALERS.contains(name.role())) {
            throw new KeyFileRejected(file, "only gateways and executors have hybrid keys; restore the key");
        }
    }

    /** With a key that counts no more, everything that is signed would be refused, and nobody here would know why. */
    private void requireGood(String name) throws IOException {
        KeyTerm term = KeyTerms.read(directory, name);
        if (!term.equals(KeyTerm.ALWAYS) && term.at(Instant.now()) != KeyTerm.Standing.GOOD) {
            throw new KeyFileRejected(
                    directory.resolve(name + PUBLIC),
                    "this key does not count now; fix: airlock keys rotate " + name + ", which makes another");
        }
    }

    /**
     * The secret key of this name if there is one; nothing is written.
     *
     * @param name {@code ROLE} or {@code ROLE@anything}
     * @throws KeyFileRejected if others may read the key, or if the file holds something else
     * @throws IllegalArgumentException if the name has another shape
     */
    public Optional<SigningKey> load(String name) throws IOException {
        if (KeyName.parse(name).isEmpty()) {
            throw new IllegalArgumentException("'" + name + "': " + KeyName.rule());
        }
        Path secret = directory.resolve(name + SECRET);
        if (Files.notExists(secret, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        return Optional.of(secretIn(secret));
    }

    /**
     * Every public key in the directory, by the role in its file name. A missing directory gives an empty ring, which
     * trusts nobody.
     *
     * @throws KeyFileRejected if a file has an unknown role, no usable key, a key that another file has too, or can
     *     be written by others
     */
    public KeyRing ring() throws IOException {
        Map<VerifyingKey, Holder> holders = new LinkedHashMap<>();
        Map<KeyId, KeyTerm> terms = new LinkedHashMap<>();
        for (PublicKey trusted : exportPublic()) {
            terms.put(trusted.key().id(), trusted.term());
            Holder earlier = holders.putIfAbsent(trusted.key(), trusted.holder());
            if (earlier != null) {
                throw new KeyFileRejected(
                        directory.resolve(trusted.name() + PUBLIC),
                        "the same key as " + earlier.name() + PUBLIC + "; a key has one role, remove one of them");
            }
        }
        try {
            return KeyRing.ofKeys(holders, terms);
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(directory, e.getMessage());
        }
    }

    /**
     * The public keys of the directory in the order of their names; {@link VerifyingKey#spkiPem} is the file's text.
     */
    public List<PublicKey> exportPublic() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        PrivateFile.requireOnlyOwnerWrites(directory);
        List<PublicKey> keys = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + PUBLIC)) {
            for (Path file : files) {
                keys.add(publicIn(file));
            }
        }
        keys.sort(Comparator.comparing(PublicKey::name));
        return List.copyOf(keys);
    }

    /**
     * Trusts a key that is not ours; its file is written unless it is there.
     *
     * @throws KeyFileRejected if there is another key of that name
     */
    public void trust(PublicKey other) throws IOException {
        PrivateFile.ensureDirectory(directory);
        publish(directory.resolve(other.name() + PUBLIC), other.key());
        // A term that is known here stays: whoever deals a key must not lengthen it.
        if (!other.term().equals(KeyTerm.ALWAYS)
                && KeyTerms.read(directory, other.name()).equals(KeyTerm.ALWAYS)) {
            KeyTerms.write(directory, other.name(), other.term());
        }
    }

    private PublicKey publicIn(Path file) throws IOException {
        String text = file.getFileName().toString();
        KeyName name = KeyName.parse(text.substring(0, text.length() - PUBLIC.length()))
                .orElseThrow(() -> new KeyFileRejected(file, "unknown role; " + KeyName.rule()));
        PrivateFile.requireOnlyOwnerWrites(file);
        VerifyingKey key = publicTextIn(file);
        requireSealer(name, key.id(), file);
        return new PublicKey(
                name.text(), new Holder(name.role(), name.text()), key, KeyTerms.read(directory, name.text()));
    }

    static VerifyingKey publicTextIn(Path file) throws IOException {
        String pem = PrivateFile.readText(file);
        try {
            return VerifyingKey.fromSealersPem(pem);
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(file, e.getMessage() + "; copy the key's .pub file again");
        }
    }

    static SigningKey secretIn(Path file) throws IOException {
        String pem = PrivateFile.readSecret(file);
        try {
            return SigningKey.fromSealersPem(pem);
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(
                    file, e.getMessage() + "; restore it, or move it and its .pub away to get a new key");
        }
    }

    private static void publish(Path file, VerifyingKey key) throws IOException {
        try {
            if (publicTextIn(file).equals(key)) {
                return;
            }
            throw new KeyFileRejected(
                    file, "is another key than the one that belongs there; restore that key, or remove this file");
        } catch (NoSuchFileException _) {
            PrivateFile.replace(file, key.spkiPem(), PrivateFile.WORLD_READABLE);
        }
    }
}
