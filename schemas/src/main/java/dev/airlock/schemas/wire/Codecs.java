package dev.airlock.schemas.wire;

import static dev.airlock.schemas.keys.KeyRole.EXECUTOR;
import static dev.airlock.schemas.keys.KeyRole.GATEWAY;
import static dev.airlock.schemas.keys.KeyRole.LOCAL;
import static dev.airlock.schemas.keys.KeyRole.OBSERVER;
import static dev.airlock.schemas.keys.KeyRole.OPERATOR;
import static dev.airlock.schemas.keys.KeyRole.POLICY;
import static dev.airlock.schemas.keys.KeyRole.SNAFT;

import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.Approval;
import dev.airlock.schemas.model.Begun;
import dev.airlock.schemas.model.Cancel;
import dev.airlock.schemas.model.CheckpointRecord;
import dev.airlock.schemas.model.DeadLetter;
import dev.airlock.schemas.model.DelegationChain;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lease;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.PolicySet;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.Pulse;
import dev.airlock.schemas.model.Revocation;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.Verdict;
import java.util.Set;

/** What each topic's records are, and whose signature they need. */
public final class Codecs {
    public static final SignedCodec<Pulse> PULSE = signed(Codec.of(Pulse.class, "pulse", "pulse-1"), "pulse", EXECUTOR);
    public static final SignedCodec<Verdict> VERDICT =
            signed(Codec.of(Verdict.class, "verdict", "verdict-1"), "verdict", OBSERVER, OPERATOR);
    public static final SignedCodec<Posture> POSTURE = signed(Posture.class, "posture", POLICY);
    public static final SignedCodec<Lease> LEASE = signed(Codec.of(Lease.class, "lease", "lease-1"), "lease", POLICY);
    public static final SignedCodec<PolicySet> POLICY_SET = signed(PolicySet.class, "policy-set", OPERATOR);
    public static final SignedCodec<RuleSet> RULE_SET = signed(RuleSet.class, "rule-set", OPERATOR);
    public static final SignedCodec<Screening> SCREENING = signed(
            Codec.of(Screening.class, "screening", "screening-1", "screening-2", "screening-3"), "screening", SNAFT);
    public static final SignedCodec<Order> ORDER =
            signed(Codec.of(Order.class, "order", "order-1", "order-2", "order-3"), "order", GATEWAY);

    public static final SignedCodec<Cancel> CANCEL = signed(Cancel.class, "cancel", OPERATOR, LOCAL);

    /** Only an operator of the key directory says who a principal is; no principal says it of another. */
    public static final SignedCodec<Principal> PRINCIPAL = signed(Principal.class, "principal", OPERATOR);

    /** Only an operator of the key directory approves anything. Who co-signs seals the same value, so the same bytes, with another key. */
    public static final SignedCodec<Approval> APPROVAL = signed(Approval.class, "approval", OPERATOR);

    /** Whose word it has to be depends on the delegation; {@code openFrom} says whose it is. No role signs it for its own sake. */
    public static final SignedCodec<Revocation> REVOCATION = signed(Revocation.class, "revocation");

    /** Plain: each delegation in it has its issuer's signature. */
    static final Codec<DelegationChain> DELEGATION_CHAIN = Codec.of(DelegationChain.class, "delegation-chain");

    /** Plain: it never leaves its writer. */
    public static final Codec<Admission> ADMISSION = Codec.of(Admission.class, "admission", "admission-1");
    /** Plain: it never leaves its node's journal. */
    public static final Codec<Begun> BEGUN = Codec.of(Begun.class, "begun", "begun-1");
    /** Plain: the token holds its hash. */
    public static final Codec<Output> OUTPUT = Codec.of(Output.class, "output", "output-1", "output-2");
    /** Plain: it carries the token's own signature. */
    public static final Codec<TokenRecord> TOKEN = Codec.of(TokenRecord.class, "token-record");
    /** Plain: its note carries the ledger's own signature. */
    public static final Codec<CheckpointRecord> CHECKPOINT = Codec.of(CheckpointRecord.class, "checkpoint-record");

    public static final Codec<GatewayEvent> EVENT = Codec.of(GatewayEvent.class, "gateway-event");
    public static final Codec<DeadLetter> DEAD_LETTER = Codec.of(DeadLetter.class, "dead-letter");

    /** Callers may or may not sign: see {@link Intents}. */
    static final Codec<Intent> INTENT = Codec.of(Intent.class, "intent", "intent-1", "intent-2", "intent-3");

    private static volatile SchemaVersion written = SchemaVersion.PRESENT;

    private Codecs() {}

    /** From now on this process writes its records in that version. Any thread; once, before anything is written. */
    public static void write(SchemaVersion version) {
        written = version;
    }

    /** In which version this process writes. */
    static SchemaVersion written() {
        return written;
    }

    private static <T extends Record> SignedCodec<T> signed(Class<T> type, String name, KeyRole... signers) {
        return signed(Codec.of(type, name), name, signers);
    }

    private static <T extends Record> SignedCodec<T> signed(Codec<T> codec, String name, KeyRole... signers) {
        return new SignedCodec<>(codec, "airlock/" + name + "/v1", Set.of(signers));
    }
}
