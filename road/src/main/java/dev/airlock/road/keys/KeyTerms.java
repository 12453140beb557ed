package dev.airlock.road.keys;

import static dev.airlock.road.keys.KeyFiles.PUBLIC;
import static dev.airlock.road.keys.KeyFiles.SECRET;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.keys.VerifyingKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * From when until when the keys of a directory count: {@code NAME.term} beside {@code NAME.pub} (mode 0644, see {@link KeyTerm#text}), and
 * how a sealer's key gives way to the next. Public keys of the past stay, so that what they sealed in their time still verifies. Not for
 * two processes at once.
 */
public final class KeyTerms {
    private static final String TERM = ".term";
    private static final String FORMER = "was-";
    private static final int HEX_DIGITS = 12;

    private final Path directory;
    private final PrivateFile.Put put;

    /** The terms in a key directory. */
    public KeyTerms(Path directory) {
        this(directory, PrivateFile::replace);
    }

    KeyTerms(Path directory, PrivateFile.Put put) {
        this.directory = directory;
        this.put = put;
    }

    /**
     * A key that gave way, and the one in its place.
     *
     * @param oldName what the old key's files are called now
     */
    public record Rotation(String oldName, KeyId oldKey, KeyId newKey, KeyTerm oldTerm) {}

    /** What a key is after its rotation. */
    public enum Form {
        /** What the key before it was. */
        SAME,
        /** Ed25519 alone. */
        PLAIN,
        /** Ed25519 and ML-DSA-65. */
        HYBRID
    }

    /** The same with {@link Form#SAME}. */
    public Rotation rotate(String name, Instant now, Duration overlap, SecureRandom random) throws IOException {
        return rotate(name, now, overlap, Form.SAME, random);
    }

    /**
     * Puts a new key in the place of a sealer's. The old one counts until {@code now + overlap}, so that a process that has it in memory
     * can go on until it starts anew; its secret is overwritten. A rotation that was broken off is brought to its end by the next: each step
     * is one file, the old public half has its second name before it loses the first, and from then on its term is the one of that name.
     *
     * @throws KeyFileRejected if there is no such key, or it is no sealer's
     */
    public Rotation rotate(String name, Instant now, Duration overlap, Form form, SecureRandom random)
            throws IOException {
        KeyName parsed = sealer(name);
        Path secret = directory.resolve(name + SECRET);
        Path published = directory.resolve(name + PUBLIC);
        if (Files.notExists(secret, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeyFileRejected(secret, "there is no key of this name to be rotated; airlock keys lists them");
        }
        SigningKey next = KeyFiles.secretIn(secret);
        if (Files.notExists(published)) {
            put.at(published, next.verifyingKey().spkiPem(), PrivateFile.WORLD_READABLE);
        }
        VerifyingKey old = KeyFiles.publicTextIn(published);
        String oldName = formerName(parsed, old.id());
        if (KeyName.parse(oldName).isEmpty()) {
            throw new KeyFileRejected(
                    published, "its name is too long to be kept as " + oldName + "; rename its files");
        }
        boolean kept = hasGivenWay(directory, parsed, old);
        KeyTerm known = read(directory, name);
        // Once the old key has its second name, the beginning beside the first may be the new one's.
        KeyTerm oldTerm = kept
                ? read(directory, oldName).narrowed(new KeyTerm(Instant.EPOCH, known.until(), known.revocation()))
                : known.ending(now.plus(overlap));
        write(oldName, oldTerm);
        boolean hybrid = form == Form.HYBRID || (form == Form.SAME && next.id().isHybrid());
        if (next.verifyingKey().equals(old) || next.id().isHybrid() != hybrid) {
            next = hybrid ? SigningKey.generateHybrid(random) : SigningKey.generate(random);
            put.at(secret, next.pkcs8Pem(), PrivateFile.OWNER_ONLY);
        }
        if (!kept) {
            put.at(directory.resolve(oldName + PUBLIC), old.spkiPem(), PrivateFile.WORLD_READABLE);
        }
        write(name, new KeyTerm(now, Optional.empty(), Optional.empty()));
        put.at(published, next.verifyingKey().spkiPem(), PrivateFile.WORLD_READABLE);
        return new Rotation(oldName, old.id(), next.id(), oldTerm);
    }

    /**
     * Says that a sealer's key counts no more. What it sealed before stays good.
     *
     * @return its term from now on; an earlier revocation stays
     * @throws KeyFileRejected if there is no such key, if it is no sealer's, or if it is giving way to another at the moment
     */
    public KeyTerm revoke(String name, KeyTerm.Revocation word) throws IOException {
        KeyName parsed = sealer(name);
        Path published = directory.resolve(name + PUBLIC);
        if (Files.notExists(published)) {
            throw new KeyFileRejected(published, "there is no key of this name; airlock keys lists them");
        }
        if (hasGivenWay(directory, parsed, KeyFiles.publicTextIn(published))) {
            throw new KeyFileRejected(published, "it is giving way to another; " + KeyFiles.brokenOff(name));
        }
        KeyTerm term = read(directory, name).revoked(word);
        write(name, term);
        return term;
    }

    private KeyName sealer(String name) throws KeyFileRejected {
        KeyName parsed = KeyName.parse(name)
                .orElseThrow(() -> new KeyFileRejected(directory, "no key is called so; " + KeyName.rule()));
        if (!KeyRole.SEALERS.contains(parsed.role())) {
            throw new KeyFileRejected(
                    directory.resolve(name + PUBLIC),
                    "only gateways' and executors' keys have terms; for callers there is airlock principal");
        }
        return parsed;
    }

    /**
     * Whether this key gave way to the one that is called {@code now}, by its own name.
     *
     * @param name what the key itself is called, as its holder in a ring
     */
    public static boolean gaveWay(KeyId key, String name, String now) {
        return KeyName.parse(now)
                .filter(place -> formerName(place, key).equals(name))
                .isPresent();
    }

    /**
     * By what name whoever sealed with a key is one and the same over its rotations: of a key that gave way, the name that its successor has, of any
     * other its own; of one that nobody trusts, its id.
     */
    public static Function<KeyId, String> places(KeyRing ring) {
        return key ->
                ring.holder(key).map(holder -> placeOf(key, holder.name())).orElseGet(key::value);
    }

    private static String placeOf(KeyId key, String name) {
        int end = Math.max(name.lastIndexOf("@" + FORMER), name.lastIndexOf("." + FORMER));
        String place = end < 0 ? name : name.substring(0, end);
        return gaveWay(key, name, place) ? place : name;
    }

    /** What a key's files are called after it gave way to another of this name: of it, and of a piece of its id. */
    static String formerName(KeyName name, KeyId key) {
        String id = key.value();
        String digits = id.substring(id.indexOf(':') + 1).substring(0, HEX_DIGITS);
        String place = name.text().substring(name.role().label().length());
        return name.role().label() + (place.isEmpty() ? "@" : place + ".") + FORMER + digits;
    }

    /** Whether this key has its files of a key that gave way too. */
    static boolean hasGivenWay(Path directory, KeyName name, VerifyingKey key) throws IOException {
        Path file = directory.resolve(formerName(name, key.id()) + PUBLIC);
        try {
            if (KeyFiles.publicTextIn(file).equals(key)) {
                return true;
            }
        } catch (NoSuchFileException _) {
            return false;
        }
        throw new KeyFileRejected(file, "is another key than the one that its name says; move it away");
    }

    /** What the file beside a public key says; always, if there is none. */
    static KeyTerm read(Path directory, String name) throws IOException {
        Path file = directory.resolve(name + TERM);
        try {
            PrivateFile.requireOnlyOwnerWrites(file);
            return KeyTerm.parse(PrivateFile.readText(file));
        } catch (NoSuchFileException _) {
            return KeyTerm.ALWAYS;
        } catch (IllegalArgumentException e) {
            throw new KeyFileRejected(file, e.getMessage() + "; restore it");
        }
    }

    void write(String name, KeyTerm term) throws IOException {
        put.at(directory.resolve(name + TERM), term.text(), PrivateFile.WORLD_READABLE);
    }
}
