package dev.airlock.redteam;

import java.util.Arrays;
import java.util.List;

/** What is attacked, in the order of the report: first the ten of the systems that this one replaces, then our own. */
public enum Category {
    SANDBOX_ESCAPE(
            "hostile names of input files; judged at the ingress only, no guest runs", IntentAttackers::hostileFile),
    CAP_FORGERY("an order that no gateway signed", OrderAttackers::forged),
    CALC_INJECTION("no code in an expression; judged at the ingress only, no guest runs", IntentAttackers::expression),
    PLAN_INJECTION("names of intents that nobody knows, with 1 to 20 KiB of payload", IntentAttackers::unknownName),
    REVOCATION_BYPASS(
            "a revoked key signs: what it signed before, something new, as less, as more, elsewhere",
            PrincipalAttackers::revoked),
    DENIAL_PROBE("allowed, denied, allowed in one session: these three tokens", IntentAttackers::denialProbe),
    AUDIT_TAMPER("one bit of a recorded token is flipped", OrderAttackers::tampered),
    REPLAY_AFTER_DENY("what was denied is sent again", IntentAttackers::replayAfterDeny),
    ARG_FUZZ(
            "emoji, control bytes, 5000 dashes, noise as a payload; judged at the ingress only, no guest runs",
            IntentAttackers::noise),
    IDENTITY_SPOOF("the operator is claimed without his key", IntentAttackers::identity),
    POSTURE_RACE(
            "a session is closed to external AI while its intents are on their way; no guest runs",
            PostureAttackers::race),
    STALE_VERDICT("an operator's verdict of before would free an isolated session", VerdictAttackers::stale),
    FORGED_EMITTER("a verdict by a key that may not make any", VerdictAttackers::forged),
    GRANT_REPLAY("a genuine order is sent again", OrderAttackers::replayed),
    GRANT_FOR_ANOTHER_PAYLOAD("a genuine order with another payload", OrderAttackers::otherPayload),
    ORIGIN_SPOOF("a local caller claims to be the operator", IntentAttackers::origin),
    MUX_FRAMING("broken frames, some with an honest one behind them", MuxAttackers::framing),
    KEY_ROTATION_GAP(
            "a key that was replaced signs, also behind records that would bring it back", PrincipalAttackers::rotated),
    RULE_RELOAD_RACE(
            "what two sets of rules forbid is sent while they are swapped, between broken sets",
            RuleAttackers::swapped),
    DEAD_LETTER_FLOOD("noise in every topic", OrderAttackers::flood),
    DELEGATION_ABUSE(
            "a chain of delegations that is forged, widened, expired, swapped, somebody else's or taken back",
            DelegationAttackers::spoilt);

    /** How many are those of the systems that this one replaces. */
    static final int INHERITED = 10;

    private final String about;
    private final Attacker attacker;

    Category(String about, Attacker attacker) {
        this.about = about;
        this.attacker = attacker;
    }

    /** A sentence on what is tried. */
    public String about() {
        return about;
    }

    Attacker attacker() {
        return attacker;
    }

    /** All of them. */
    public static List<Category> all() {
        return Arrays.asList(values());
    }
}
