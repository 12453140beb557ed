package dev.airlock.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.Cosigner;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.InclusionProof;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.Note;
import dev.airlock.provenance.log.NoteSignature;
import dev.airlock.provenance.log.NoteSigner;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A log with many good tokens and some that only a dishonest ledger would have taken in, and every kind of forged case that
 * can be made of them. The same seed gives the same cases.
 */
final class Forgeries {
    static final LedgerSigner LEDGER = new LedgerSigner("test", Samples.key(51));
    static final Cosigner WITNESS = new Cosigner("example.com/witness", Samples.key(52));

    private static final int PARTITION = Samples.CHAIN.partition();
    private static final LogName NAME = new LogName("test", PARTITION);
    private static final Instant NOW = Samples.START;

    /** A token and a proof as somebody brings them. */
    record Case(String kind, Bytes canonical, Bytes signature, KeyId signer, String hash, Bytes proof) {
        Case(String kind, LogEntry.Sealed token, byte[] proof) {
            this(kind, token, hash(token), proof);
        }

        Case(String kind, LogEntry.Sealed token, String hash, byte[] proof) {
            this(kind, token.canonical(), token.signature(), token.signer(), hash, Bytes.of(proof));
        }

        static String hash(LogEntry.Sealed token) {
            return Sha256.of(token.canonical().toArray()).value();
        }
    }

    private final Random random;
    private final Map<TilePath, Bytes> tiles = new HashMap<>();
    private final GrowingLog log = GrowingLog.empty(NAME, tile -> tiles.put(tile.path(), tile.bytes()));
    private final List<LogEntry.Sealed> good = new ArrayList<>();
    private final Map<String, LogEntry.Sealed> bad = new LinkedHashMap<>();
    private final Map<String, Long> places = new HashMap<>();
    private final NavigableMap<Long, SignedCheckpoint> checkpoints = new TreeMap<>();
    private final StoredTree tree;

    Forgeries(int tokens, long seed) {
        random = new Random(seed);
        appendGood(tokens);
        appendBad();
        checkpoint();
        log.partials().forEach(tile -> tiles.put(tile.path(), tile.bytes()));
        tree = new StoredTree(log.size(), path -> Optional.ofNullable(tiles.get(path)));
    }

    private void appendGood(int tokens) {
        ChainHead head = ChainHead.genesis(Samples.CHAIN);
        for (int i = 0; i < tokens; i++) {
            UnsealedToken content = i % 1000 == 500
                    ? MoreSamples.longest(i)
                    : switch (i % 4) {
                        case 0 -> Samples.killed(i);
                        case 1 -> Samples.refused(i);
                        case 2 -> MoreSamples.withFiles(i);
                        default -> Samples.completed(i);
                    };
            var sealed = Sealer.seal(content, head, Samples.EXECUTOR);
            head = i % 97 == 0 ? sealed.next().nextEpoch() : sealed.next();
            good.add(parts(sealed.token()));
            log.append(LogEntry.of(sealed.token()));
            if (i % (1 + tokens / 40) == 0) {
                checkpoint();
            }
        }
    }

    /** Each has a valid proof, so that only the look at the token can find it. */
    private void appendBad() {
        bad.put("a stranger's token", sealedBy(Samples.STRANGER));
        bad.put("a token sealed by an operator", sealedBy(Samples.OPERATOR));
        bad.put("a run sealed by a gateway", sealedBy(Samples.GATEWAY));
        String canonical = text(good.get(3));
        bad.put("not canonical, well signed", resigned(canonical.replaceFirst(":", ": ")));
        bad.put(
                "in another order, well signed",
                resigned(canonical.replaceFirst("\\{(\"actor\":\"[^\"]*\"),", "{\"zactor\":1,$1,")));
        bad.put(
                "an id that is none, well signed",
                resigned(canonical.replaceFirst("\"token_id\":\"018f0000-0000-7", "\"token_id\":\"018f0000-0000-9")));
        bad.put(
                "a parent's id that is none, well signed",
                resigned(canonical.replaceFirst("\"parent_id\":\"018f0000-0000-7", "\"parent_id\":\"018f0000-0000-9")));
        bad.put(
                "two hashes of one parent, well signed",
                resigned(canonical.replaceFirst("\"parent_hash\":\"sha256:....", "\"parent_hash\":\"sha256:0000")));
        bad.put("another version, well signed", resigned(canonical.replaceFirst("\"version\":1", "\"version\":2")));
        bad.put(
                "in another's name, well signed",
                resigned(canonical.replace(
                        Samples.EXECUTOR.id().value(), Samples.GATEWAY.id().value())));
        bad.put("no JSON, well signed", resigned(canonical.substring(1)));
        bad.put(
                "a member twice, well signed",
                resigned(canonical.replaceFirst("\"erachter\"", "\"actor\":\"jis:a\",\"erachter\"")));
        bad.forEach((kind, token) -> places.put(
                kind,
                log.append(LogEntry.of(
                        token.signer(),
                        token.signature().toArray(),
                        token.canonical().toArray()))));
        LogEntry.Sealed token = good.get(7);
        bad.put("logged as one that does not verify", token);
        places.put(
                "logged as one that does not verify",
                log.append(LogEntry.unverified(token.canonical().toArray())));
        bad.put("logged by its hash although it is short", token);
        places.put(
                "logged by its hash although it is short",
                log.append(new LogEntry.Large(
                        token.signer(),
                        token.signature(),
                        Sha256.of(token.canonical().toArray()))));
        bad.put("logged without its signature", token);
        places.put(
                "logged without its signature",
                log.append(new LogEntry.Sealed(token.signer(), Bytes.of(new byte[64]), token.canonical())));
    }

    private static LogEntry.Sealed sealedBy(SigningKey key) {
        ChainHead head = ChainHead.genesis(new ChainName(key.id(), Lane.BUS, PARTITION));
        return parts(Sealer.seal(Samples.completed(1), head, key).token());
    }

    private static LogEntry.Sealed resigned(String canonical) {
        byte[] bytes = canonical.getBytes(UTF_8);
        return new LogEntry.Sealed(Samples.EXECUTOR.id(), Bytes.of(Samples.EXECUTOR.sign(bytes)), Bytes.of(bytes));
    }

    private static LogEntry.Sealed parts(Token token) {
        return new LogEntry.Sealed(token.signer(), Bytes.of(token.signature()), Bytes.of(token.canonical()));
    }

    private void checkpoint() {
        Checkpoint checkpoint = log.checkpoint();
        SignedCheckpoint signed = checkpoint.signed(LEDGER.ofLog(PARTITION));
        checkpoints.put(checkpoint.size(), signed.with(WITNESS.sign(checkpoint, NOW)));
    }

    /** Each good token with a proof for some checkpoint behind it. */
    List<Case> genuine() throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int index = 0; index < good.size(); index++) {
            cases.add(new Case(
                    "genuine", good.get(index), proof(index, someSize(index)).bytes()));
        }
        return cases;
    }

    /** So many rounds of one forgery of each kind. */
    List<Case> forged(int rounds) throws IOException {
        List<Case> cases = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            forgeTokens(cases);
            forgeProofs(cases);
            forgeNotes(cases);
            for (var token : bad.entrySet()) {
                long place = places.get(token.getKey());
                cases.add(new Case(
                        token.getKey(),
                        token.getValue(),
                        proof(place, log.size()).bytes()));
            }
        }
        return cases;
    }

    private void forgeTokens(List<Case> cases) throws IOException {
        int index = random.nextInt(good.size());
        LogEntry.Sealed token = good.get(index);
        byte[] proof = proof(index, someSize(index)).bytes();
        String hash = Case.hash(token);
        Bytes flipped = Bytes.of(flipped(token.canonical().toArray()));
        add(cases, "a bit of the token", new LogEntry.Sealed(token.signer(), token.signature(), flipped), hash, proof);
        Bytes other = Bytes.of(flipped(token.signature().toArray()));
        add(
                cases,
                "a bit of its signature",
                new LogEntry.Sealed(token.signer(), other, token.canonical()),
                hash,
                proof);
        LogEntry.Sealed next = good.get((index + 1) % good.size());
        add(cases, "another token's hash beside it", token, Case.hash(next), proof);
        var borrowed = new LogEntry.Sealed(token.signer(), next.signature(), token.canonical());
        add(cases, "another token's signature", borrowed, hash, proof);
        var renamed = new LogEntry.Sealed(Samples.GATEWAY.id(), token.signature(), token.canonical());
        add(cases, "another trusted key", renamed, hash, proof);
    }

    private static void add(List<Case> cases, String kind, LogEntry.Sealed token, String hash, byte[] proof) {
        cases.add(new Case(kind, token, hash, proof));
    }

    private void forgeProofs(List<Case> cases) throws IOException {
        int index = random.nextInt(good.size());
        LogEntry.Sealed token = good.get(index);
        ProofFile proof = proof(index, log.size());
        List<TreeHash> path = proof.path();
        int at = random.nextInt(path.size());
        add(cases, "a bit of a hash", token, with(proof, changed(path, list -> list.set(at, flipped(list.get(at))))));
        add(cases, "a hash left out", token, with(proof, changed(path, list -> list.remove(at))));
        add(cases, "a hash twice", token, with(proof, changed(path, list -> list.add(at, list.get(at)))));
        add(cases, "the path upside down", token, with(proof, path.reversed()));
        add(cases, "another index", token, at(proof, (index + 1 + random.nextInt(good.size() - 1)) % good.size()));
        add(cases, "an index that is none", token, at(proof, log.size() + index));
        add(cases, "another token's proof", token, proof((index + 1) % good.size(), log.size()));
        cases.add(new Case("a bit of the file", token, flipped(proof.bytes())));
        byte[] bytes = proof.bytes();
        cases.add(new Case("the file cut off", token, Arrays.copyOf(bytes, random.nextInt(bytes.length))));
    }

    private void forgeNotes(List<Case> cases) throws IOException {
        int index = random.nextInt(good.size());
        LogEntry.Sealed token = good.get(index);
        ProofFile proof = proof(index, log.size());
        SignedCheckpoint last = checkpoints.get(log.size());
        Checkpoint real = last.checkpoint();
        List<NoteSignature> signatures = last.note().signatures();
        Checkpoint larger = new Checkpoint(real.log(), real.size() + 1, real.root());
        Checkpoint otherRoot = new Checkpoint(real.log(), real.size(), flipped(real.root()));
        add(cases, "another size under the signatures", token, with(proof, new Note(larger.text(), signatures)));
        add(cases, "another root under the signatures", token, with(proof, new Note(otherRoot.text(), signatures)));
        add(cases, "another root, well signed", token, with(proof, witnessed(otherRoot, LEDGER.ofLog(PARTITION))));
        add(
                cases,
                "an earlier checkpoint",
                token,
                with(proof, checkpoints.firstEntry().getValue().note()));
        NoteSigner stranger = new NoteSigner(NAME.text(), Samples.STRANGER);
        add(cases, "a stranger's checkpoint", token, with(proof, witnessed(real, stranger)));
        Checkpoint elsewhere = new Checkpoint(new LogName("test", 4).text(), real.size(), real.root());
        add(cases, "the log of another partition", token, with(proof, witnessed(elsewhere, LEDGER.ofLog(4))));
        Checkpoint foreign = new Checkpoint(new LogName("other", PARTITION).text(), real.size(), real.root());
        NoteSigner other = new LedgerSigner("other", Samples.key(51)).ofLog(PARTITION);
        add(cases, "the log of another ledger", token, with(proof, witnessed(foreign, other)));
        add(
                cases,
                "the other partition's text in this log's name",
                token,
                with(proof, witnessed(elsewhere, LEDGER.ofLog(PARTITION))));
        add(cases, "no witness", token, with(proof, new Note(real.text(), signatures.subList(0, 1))));
        add(cases, "no log, only a witness", token, with(proof, new Note(real.text(), signatures.subList(1, 2))));
        Cosigner another = new Cosigner(WITNESS.key().name(), Samples.STRANGER);
        Note falseWitness = real.signed(LEDGER.ofLog(PARTITION))
                .with(another.sign(real, NOW))
                .note();
        add(cases, "a witness of the same name", token, with(proof, falseWitness));
        for (int i = 0; i < 2; i++) {
            NoteSignature old = signatures.get(i);
            var broken = new NoteSignature(
                    old.name(), old.keyId(), Bytes.of(flipped(old.signature().toArray())));
            Note note = new Note(
                    real.text(), i == 0 ? List.of(broken, signatures.get(1)) : List.of(signatures.get(0), broken));
            add(cases, i == 0 ? "a bit of the log's signature" : "a bit of the witness's", token, with(proof, note));
        }
    }

    private static Note witnessed(Checkpoint checkpoint, NoteSigner signer) {
        return checkpoint.signed(signer).with(WITNESS.sign(checkpoint, NOW)).note();
    }

    private static void add(List<Case> cases, String kind, LogEntry.Sealed token, ProofFile proof) {
        cases.add(new Case(kind, token, proof.bytes()));
    }

    private ProofFile proof(long index, long size) throws IOException {
        InclusionProof proof = tree.inclusion(index, size);
        return ProofFile.of(proof, checkpoints.get(size));
    }

    private long someSize(long index) {
        var behind = new ArrayList<>(checkpoints.tailMap(index, false).keySet());
        return behind.get(random.nextInt(behind.size()));
    }

    private static ProofFile with(ProofFile proof, Note note) {
        return new ProofFile(proof.extra(), proof.index(), proof.path(), note);
    }

    private static ProofFile with(ProofFile proof, List<TreeHash> path) {
        return new ProofFile(proof.extra(), proof.index(), path, proof.note());
    }

    private static ProofFile at(ProofFile proof, long index) {
        return new ProofFile(proof.extra(), index, proof.path(), proof.note());
    }

    private static List<TreeHash> changed(List<TreeHash> path, Consumer<List<TreeHash>> change) {
        var copy = new ArrayList<>(path);
        change.accept(copy);
        return copy;
    }

    private TreeHash flipped(TreeHash hash) {
        return TreeHash.of(flipped(hash.bytes()));
    }

    private byte[] flipped(byte[] bytes) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return changed;
    }

    private static String text(LogEntry.Sealed token) {
        return new String(token.canonical().toArray(), UTF_8);
    }
}
