package dev.airlock.ledger.audit.model;

import java.util.Locale;

/** What can be wrong, in the order in which it is looked for at one record. */
public enum FindingKind {
    /** Not a token record, or bytes that are not JSON, or a field that is missing, unknown or out of range. */
    SCHEMA("not a token"),
    /** The bytes are not the canonical form of what they say, or the hash beside them is another. */
    CANONICAL("not canonical, or another hash"),
    /** Sealed by a key that nobody trusts. */
    FOREIGN_KEY("a foreign key"),
    /** Sealed by a key that may not seal this, or that names another. */
    WRONG_KEY("a key that may not seal this"),
    /** Sealed outside its key's term, or after the key was revoked. */
    KEY_OUT_OF_TERM("a key outside its term"),
    /** The signature is not by that key over these bytes. */
    SIGNATURE("a bad signature"),
    /** What stands beside the signed bytes is not what they say. */
    ALTERED("altered beside the signed bytes"),
    /** It lies in another partition than its chain's, or than its session's. */
    MISPLACED("in the wrong partition"),
    /** Tokens between two of a chain are missing. */
    GAP("a gap"),
    /** The first token of a chain or an epoch is missing. */
    BEGINNING_MISSING("a beginning that is missing"),
    /** A place of a chain that was passed already. */
    REORDERED("out of order, or again"),
    /** It names another parent, or another end of the epoch before, than there is. */
    WRONG_PARENT("a wrong parent"),
    /** A second beginning of an epoch. */
    SECOND_BEGINNING("a second beginning"),
    /** Made earlier than its parent, than what it tells of, or long before it was recorded. */
    BACK_DATED("back-dated"),
    /** Made later than it was recorded. */
    POST_DATED("post-dated"),
    /** A token id that another record has too. */
    DUPLICATE("a duplicate"),
    /** A second token of one intent. */
    SECOND_TOKEN("a second token of one intent"),
    /** A chain ends before its sealer's last commit, or before what an earlier audit or a checkpoint saw. */
    TRUNCATED("truncated"),
    /** A record of CHECKPOINTS that is no signed head of a log of tokens. */
    NO_HEAD("no signed head"),
    /** A head that no ledger's key has signed that we trust. */
    FOREIGN_HEAD("a head by a foreign key"),
    /** A head signs another tree than the tokens make. */
    OTHER_TREE("another tree than was signed"),
    /** Two heads that one ledger has signed, and that cannot both be true. */
    EQUIVOCATION("two signed heads that contradict each other"),
    /** It names a posture that policy never recorded, or none that binds its session. */
    UNKNOWN_POSTURE("an unknown posture"),
    /** It says another thing of its posture than policy recorded. */
    WRONG_POSTURE("a posture that says otherwise"),
    /** Its posture had been replaced, or had not been decided yet, or nobody vouched for it at that time. */
    STALE_POSTURE("a stale posture"),
    /** What is recorded, decided again, comes to another decision. */
    DISAGREEMENT("decided otherwise"),
    /** What is recorded can be no decision of a gateway's: asked again, its rules have no answer. */
    UNDECIDABLE("cannot be decided again"),
    /** What was exported has another record there than the topic, or than another export, or has none. */
    OTHER_RECORD("another record than was exported"),
    /** Not everything could be read. */
    UNREAD("not read");

    private final String words;

    FindingKind(String words) {
        this.words = words;
    }

    /** How programs spell it: {@code foreign_key}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people: a few words. */
    public String words() {
        return words;
    }
}
