package dev.airlock.ledger.audit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.airlock.ledger.Sealed;
import dev.airlock.ledger.audit.model.TokenProof;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.ProofFile;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.schemas.model.Bytes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenProofsTest {
    private static final int MANY = 11;

    private final List<Token> tokens = new ArrayList<>();
    private final Map<TilePath, Bytes> tiles = new HashMap<>();
    private SignedCheckpoint head;

    @BeforeEach
    void grow() {
        var log = GrowingLog.empty(new LogName("main", 3), this::put);
        Sealed chain = Sealed.in(3);
        for (int number = 0; number < MANY; number++) {
            Token token = chain.next();
            tokens.add(token);
            log.append(LogEntry.of(token));
        }
        log.partials().forEach(this::put);
        head = log.checkpoint().signed(new LedgerSigner("main", Sealed.LEDGER).ofLog(3));
    }

    private void put(Tile tile) {
        tiles.put(tile.path(), tile.bytes());
    }

    private TokenProof.Shown shown(int proven, int token) throws Exception {
        var tree = new StoredTree(MANY, path -> Optional.ofNullable(tiles.get(path)));
        ProofFile file = ProofFile.of(tree.inclusion(proven, MANY), head);
        return TokenProofs.of(tokens.get(token).id(), LogEntry.of(tokens.get(token)), file, "ed25519:x");
    }

    /** What somebody with a pencil does: nothing of ours but the printed hashes. */
    private static String hashedByHand(TokenProof.Shown shown) throws Exception {
        byte[] hash = Base64.getDecoder().decode(shown.leaf());
        for (TokenProof.Step step : shown.path()) {
            byte[] beside = Base64.getDecoder().decode(step.beside());
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((byte) 1);
            digest.update(step.left() ? beside : hash);
            hash = digest.digest(step.left() ? hash : beside);
            assertThat(Base64.getEncoder().encodeToString(hash)).isEqualTo(step.above());
        }
        return Base64.getEncoder().encodeToString(hash);
    }

    @Test
    void each_tokens_printed_way_leads_by_hand_from_its_leaf_to_the_root_that_is_signed() throws Exception {
        for (int index = 0; index < MANY; index++) {
            TokenProof.Shown shown = shown(index, index);
            assertThat(shown.index()).isEqualTo(index);
            assertThat(hashedByHand(shown))
                    .isEqualTo(shown.root())
                    .isEqualTo(head.checkpoint().root().base64());
            assertThat(shown.note()).startsWith("airlock/main/tokens/3\n11\n" + shown.root() + "\n\n");
        }
    }

    @Test
    void a_way_that_does_not_lead_to_the_root_is_not_shown() {
        assertThatExceptionOfType(LogRejected.class)
                .isThrownBy(() -> shown(4, 5))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(LogRejected.Reason.WRONG_ROOT));
    }
}
