package dev.airlock.ledger;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.RuntimeMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A chain of refusals of one gateway in one partition; everything is a function of its arguments. */
public final class Sealed {
    public static final SigningKey GATEWAY = key(2);
    public static final SigningKey LEDGER = key(5);
    public static final SigningKey STRANGER = key(4);
    public static final SigningKey WITNESS = key(6);
    public static final SigningKey HYBRID = SigningKey.hybrid(seed(7), seed(8));
    public static final KeyRing RING = KeyRing.of(Map.of(
            GATEWAY.id(), new Holder(KeyRole.GATEWAY, "gateway"),
            LEDGER.id(), new Holder(KeyRole.LEDGER, "ledger")));
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SigningKey key;
    private final Lane lane;
    private final int partition;
    private ChainHead head;
    private int number;

    private Sealed(SigningKey key, Lane lane, int partition, int number) {
        this.key = key;
        this.lane = lane;
        this.partition = partition;
        this.number = number;
        this.head = ChainHead.genesis(new ChainName(key.id(), lane, partition));
    }

    /** The chain of the gateway in this partition, at its beginning. */
    public static Sealed in(int partition) {
        return new Sealed(GATEWAY, Lane.BUS, partition, 0);
    }

    /** The same by somebody else; its tokens have other ids. */
    public static Sealed by(SigningKey key, int partition) {
        return new Sealed(key, Lane.BUS, partition, 1_000_000);
    }

    /** The chain of a fast lane, for the same intents with every key. */
    public static Sealed fast(SigningKey key, int partition) {
        return new Sealed(key, Lane.FAST, partition, 0);
    }

    /** The next token. */
    public Token next() {
        var sealed = Sealer.seal(content(number), head, key);
        number++;
        head = sealed.next();
        return sealed.token();
    }

    /** The id of the token of this number. */
    public static TokenId id(int partition, int number) {
        return new TokenId("018f0000-0000-7000-8%03x-%012x".formatted(partition, number));
    }

    public static SigningKey key(int filling) {
        return SigningKey.fromSeed(seed(filling));
    }

    private static byte[] seed(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return seed;
    }

    private UnsealedToken content(int at) {
        Instant made = START.plusMillis(at);
        return new UnsealedToken(
                id(partition, at),
                made,
                "jis:airlock:gateway",
                "agent.example.aint",
                "code:execute",
                new Erin.Refused(RefusalKind.POSTURE, "deny_external_ai_inbound ON (intent=code:execute)", List.of()),
                new Eraan(
                        new IntentKey("session-" + at % 5, "intent-" + at),
                        Sha256.of(("intent " + at).getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        Optional.of("verdict-1"),
                        Optional.of("posture-1"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.QUARANTINE_EXTERNAL_AI,
                        RuntimeMode.PYTHON_FALLBACK,
                        Cause.RUNTIME,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Times(
                                made,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty()),
                        Origin.EXTERNAL_AI,
                        Optional.empty(),
                        lane),
                "trying it");
    }
}
