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
    private final Use use;
    private final PrivateFile.Put put;

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
        this(directory, random, PrivateFile::replace);
    }

    KeyFiles(Path directory, SecureRandom random, PrivateFile.Put put) {
        this(directory, random, new Use(false, false), put);
    }

    private KeyFiles(Path directory, SecureRandom random, Use use, PrivateFile.Put put) {
        this.directory = directory;
        this.random = random;
        this.use = use;
        this.put = put;
    }

    /** What for: as {@link #sealing} and {@link #remembering} say. */
    private record Use(boolean hybrid, boolean remembering) {}

    /**
     * The same directory, for whoever seals.
     *
     * @param hybrid whether sealers' keys are made hybrid, and have to be; else new ones are plain, and a hybrid one that is there is used as it is
     */
    public KeyFiles sealing(boolean hybrid) {
        return new KeyFiles(directory, random, new Use(hybrid, use.remembering()), put);
    }

    /** The same directory, for a service: its keys and rings are {@link VerifyingKey#remembering}. */
    public KeyFiles remembering() {
        return new KeyFiles(directory, random, new Use(use.hybrid(), true), put);
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
        KeyName parsed = named(name);
        SigningKey key = make(parsed);
        requireGood(parsed);
        return use.remembering() ? key.remembering() : key;
    }

    private static KeyName named(String name) {
        return KeyName.parse(name).orElseThrow(() -> new IllegalArgumentException("'" + name + "': " + KeyName.rule()));
    }

    private SigningKey make(KeyName parsed) throws IOException {
        String name = parsed.text();
        boolean both = use.hybrid() && KeyRole.SEALERS.contains(parsed.role());
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
        publish(parsed, key.verifyingKey());
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
    private void requireGood(KeyName name) throws IOException {
        KeyTerm term = KeyTerms.read(directory, name.text());
        if (!term.equals(KeyTerm.ALWAYS) && term.at(Instant.now()) != KeyTerm.Standing.GOOD) {
            throw new KeyFileRejected(
                    file(name),
                    "this key does not count now; fix: airlock keys rotate " + name.text() + ", which makes another");
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
        Path secret = directory.resolve(named(name).text() + SECRET);
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
        return ringOf(exportPublic());
    }

    private KeyRing ringOf(List<PublicKey> keys) throws KeyFileRejected {
        Map<VerifyingKey, Holder> holders = new LinkedHashMap<>();
        Map<KeyId, KeyTerm> terms = new LinkedHashMap<>();
        for (PublicKey trusted : keys) {
            terms.put(trusted.key().id(), trusted.term());
            Holder earlier = holders.putIfAbsent(trusted.key(), trusted.holder());
            if (earlier != null) {
                throw new KeyFileRejected(
                        directory.resolve(trusted.name() + PUBLIC),
                        "the same key as " + earlier.name() + PUBLIC + "; "
                                + (trusted.name().equals(formerName(earlier.name(), trusted.key()))
                                        ? brokenOff(earlier.name())
                                        : "a key has one role, remove one of them"));
            }
        }
        try {
            KeyRing ring = KeyRing.ofKeys(holders, terms);
            return use.remembering() ? ring.remembering() : ring;
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
     * A key of this directory's own, made as {@link #loadOrCreate} does it, and those that gave way to it. It may be revoked: others are to be told.
     *
     * @param name {@code ROLE} or {@code ROLE@anything}
     * @throws KeyFileRejected as {@link #loadOrCreate} does, or if an old one has no end, which each has that gave way
     * @throws IllegalArgumentException if the name has another shape
     */
    public Succession succession(String name) throws IOException {
        KeyName parsed = named(name);
        var _ = make(parsed);
        PublicKey current = publicIn(file(parsed));
        List<PublicKey> former = new ArrayList<>();
        for (PublicKey key : exportPublic()) {
            if (KeyRole.SEALERS.contains(parsed.role()) && key.name().equals(formerName(name, key.key()))) {
                if (key.term().until().isEmpty()) {
                    throw new KeyFileRejected(
                            directory.resolve(key.name() + PUBLIC),
                            "a key that gave way, without an end; restore the .term beside it");
                }
                former.add(key);
            }
        }
        return new Succession(current, former);
    }

    private static String formerName(String name, VerifyingKey key) {
        return KeyTerms.formerName(named(name), key.id());
    }

    /**
     * Trusts a key that is not ours; its file is written unless it is there. Its term is narrowed to what both it and the one that is known here allow:
     * whoever deals a key may shorten its time, and never lengthen it.
     *
     * @throws KeyFileRejected if there is another key of that name
     */
    public void trust(PublicKey other) throws IOException {
        PrivateFile.ensureDirectory(directory);
        KeyName name = named(other.name());
        var _ = requireSame(name, other.key());
        KeyTerm known = KeyTerms.read(directory, other.name());
        KeyTerm narrower = known.narrowed(other.term());
        if (!narrower.equals(known)) {
            terms().write(other.name(), narrower);
        }
        publish(name, other.key());
    }

    /**
     * Returns only if {@link #follow} would do it for all of these: each key is here already, or one that gave way to it stands in its place, or none does;
     * and all keys that would then be here make a {@link #ring}. Writes nothing.
     *
     * @throws KeyFileRejected if not
     */
    public void requireFits(List<Succession> successions) throws IOException {
        Map<String, PublicKey> all = new LinkedHashMap<>();
        for (PublicKey key : exportPublic()) {
            all.put(key.name(), key);
        }
        for (Succession succession : successions) {
            for (PublicKey former : succession.former()) {
                var _ = requireSame(named(former.name()), former.key());
            }
            if (inPlaceOf(succession).isEmpty()) {
                var _ = requireSame(
                        named(succession.current().name()), succession.current().key());
            }
            succession.keys().forEach(key -> all.put(key.name(), key));
        }
        var _ = ringOf(List.copyOf(all.values()));
    }

    /**
     * Trusts a key of another directory's, and those that gave way to it for what they sealed. Where one of those stands in its place it gives way here too.
     * Terms are narrowed as {@link #trust} does it; what is known here of the old key stays the old one's, and the new one begins with its own.
     *
     * <p>One file at a time: broken off anywhere, the next call ends it, and until then the old public half is here, with no more than its term.
     *
     * @throws KeyFileRejected if it does not fit, see {@link #requireFits}; then nothing was changed
     */
    public void follow(Succession succession) throws IOException {
        requireFits(List.of(succession));
        PublicKey current = succession.current();
        KeyName name = named(current.name());
        Optional<PublicKey> old = inPlaceOf(succession);
        for (PublicKey former : succession.former()) {
            KeyTerm term = old.filter(former::equals).isPresent()
                    ? former.term().narrowed(knownOf(former, current))
                    : former.term();
            trust(new PublicKey(former.name(), former.holder(), former.key(), term));
        }
        if (old.isPresent()) {
            terms().write(current.name(), current.term());
            put.at(file(name), current.key().spkiPem(), PrivateFile.WORLD_READABLE);
        }
        trust(current);
    }

    /**
     * What the term under the new key's name says of the old one that still stands there. Once the old one has its files of its own name too, the next to be
     * written is that term: if the new key's says as much or more, it is the new key's already.
     */
    private KeyTerm knownOf(PublicKey old, PublicKey current) throws IOException {
        KeyTerm here = KeyTerms.read(directory, current.name());
        boolean ofTheNew = KeyTerms.hasGivenWay(directory, named(current.name()), old.key())
                && here.narrowed(current.term()).equals(current.term());
        return ofTheNew ? KeyTerm.ALWAYS : here;
    }

    /** Which of the keys that gave way stands here under the name of the one that they gave way to. */
    private Optional<PublicKey> inPlaceOf(Succession succession) throws IOException {
        Optional<VerifyingKey> here = published(named(succession.current().name()));
        return succession.former().stream()
                .filter(former -> here.filter(former.key()::equals).isPresent())
                .findFirst();
    }

    private KeyTerms terms() {
        return new KeyTerms(directory, put);
    }

    private Path file(KeyName name) {
        return directory.resolve(name.text() + PUBLIC);
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

    private void publish(KeyName name, VerifyingKey key) throws IOException {
        if (!requireSame(name, key)) {
            put.at(file(name), key.spkiPem(), PrivateFile.WORLD_READABLE);
        }
    }

    private Optional<VerifyingKey> published(KeyName name) throws IOException {
        try {
            return Optional.of(publicTextIn(file(name)));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /** Whether this key has its file; refuses another's, which may be all that is left of a key that is giving way. */
    private boolean requireSame(KeyName name, VerifyingKey key) throws IOException {
        Optional<VerifyingKey> here = published(name);
        if (here.isPresent() && !here.get().equals(key)) {
            throw new KeyFileRejected(
                    file(name),
                    "is another key than the one that belongs there; restore that key; "
                            + (KeyRole.SEALERS.contains(name.role())
                                    ? brokenOff(name.text())
                                    : "keep this file, or what it signed verifies no more"));
        }
        return here.isPresent();
    }

    /** What to say where a key is half in another's place. */
    static String brokenOff(String name) {
        return "if its rotation was broken off: airlock keys rotate " + name
                + ", or where its secret is not, airlock keys deal";
    }
}
