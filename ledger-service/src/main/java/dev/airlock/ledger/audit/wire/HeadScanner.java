package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.SignedHead;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.Note;
import dev.airlock.provenance.log.NoteKey;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.VerifyingKey;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads records of the checkpoints topic: heads that one of our ledgers' keys has signed, and whose record says the same beside them. Any thread. */
public final class HeadScanner {
    private final KeyRing ring;
    private final List<VerifyingKey> ledgers = new ArrayList<>();

    /** Trusts the ledgers' keys of this ring, each within its term. */
    public HeadScanner(KeyRing ring) {
        this.ring = ring;
        for (KeyId id : ring.ids()) {
            ring.holder(id).filter(holder -> holder.role() == KeyRole.LEDGER).ifPresent(_ -> ledgers.add(id.key()));
        }
    }

    /** What the record at this place is, which the bus took up at that time; never throws on any bytes. */
    public ReadHead read(RecordPlace place, Instant appended, byte[] value) {
        return switch (Codecs.CHECKPOINT.decode(value)) {
            case Malformed<CheckpointRecord>(String reason) -> bad(FindingKind.NO_HEAD, place, reason);
            case Good<CheckpointRecord>(CheckpointRecord record) -> opened(place, appended, record);
        };
    }

    private ReadHead opened(RecordPlace place, Instant appended, CheckpointRecord record) {
        try {
            Note note = Note.parse(record.note().getBytes(StandardCharsets.UTF_8));
            Checkpoint said = Checkpoint.parse(note.text());
            LogName name = LogName.parse(said.log());
            KeyId signer = signer(note, name);
            if (said.size() == 0 || name.partition() >= Topic.TOKENS.partitions()) {
                return bad(
                        FindingKind.NO_HEAD,
                        place,
                        "a head of " + said.size() + " records of partition " + name.partition() + " says nothing");
            }
            if (!same(said, name, record)) {
                return bad(FindingKind.ALTERED, place, "the record says other things of the head than its signed note");
            }
            KeyTerm.Standing standing = ring.term(signer).orElse(KeyTerm.ALWAYS).at(record.at(), appended);
            if (standing != KeyTerm.Standing.GOOD) {
                return bad(FindingKind.KEY_OUT_OF_TERM, place, signer + " did not count at " + record.at());
            }
            return new ReadHead.Good(
                    new SignedHead(name.partition(), said.size(), said.root().base64(), place));
        } catch (LogRejected e) {
            return bad(kind(e.reason()), place, e.getMessage());
        } catch (IllegalArgumentException e) {
            return bad(FindingKind.NO_HEAD, place, String.valueOf(e.getMessage()));
        }
    }

    private KeyId signer(Note note, LogName name) throws LogRejected {
        List<NoteKey> keys = ledgers.stream()
                .map(key -> new NoteKey(name.text(), NoteKey.Kind.PLAIN, key))
                .toList();
        for (NoteKey key : keys) {
            try {
                return first(note, List.of(key));
            } catch (LogRejected _) {
                // Why nobody has signed it is asked below, of all keys together: it matters more that one was abused.
            }
        }
        return first(note, keys);
    }

    private static KeyId first(Note note, List<NoteKey> keys) throws LogRejected {
        return note.signers(keys).getFirst().key().key().id();
    }

    private static boolean same(Checkpoint said, LogName name, CheckpointRecord record) {
        return said.size() == record.size()
                && said.log().equals(record.log())
                && name.partition() == record.partition()
                && Sha256.ofDigest(said.root().bytes()).value().equals(record.root());
    }

    private static FindingKind kind(LogRejected.Reason reason) {
        return switch (reason) {
            case NO_TRUSTED_SIGNATURE -> FindingKind.FOREIGN_HEAD;
            case BAD_SIGNATURE -> FindingKind.SIGNATURE;
            case TOO_LARGE,
                    MALFORMED,
                    TOO_FEW_WITNESSES,
                    WRONG_LOG,
                    OUT_OF_RANGE,
                    WRONG_LENGTH,
                    WRONG_OLD_ROOT,
                    WRONG_ROOT,
                    REWOUND -> FindingKind.NO_HEAD;
        };
    }

    private static ReadHead bad(FindingKind kind, RecordPlace place, String text) {
        return new ReadHead.Bad(new AuditFinding(kind, place, Optional.empty(), text));
    }
}
