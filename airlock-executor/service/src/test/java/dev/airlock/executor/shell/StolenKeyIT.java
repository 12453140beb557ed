package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.road.Bus;
import dev.airlock.road.Delivery;
import dev.airlock.road.Outbound;
import dev.airlock.road.Sender;
import dev.airlock.road.TestBus;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Grant;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * Whoever stole a sealer's key dates his tokens as he likes, but when the broker took them he does not choose: an executor that looks back believes the
 * broker.
 */
class StolenKeyIT {
    private static final int PARTITION = 3;
    private static final String GRANT = "grant-1";

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private final ChainName chain = new ChainName(key.id(), Lane.BUS, PARTITION);
    private final Instant now = InstantSource.system().instant();

    static UnsealedToken token(Instant made) {
        var then = Optional.of(made.minusSeconds(1));
        return new UnsealedToken(
                new TokenId("018f0000-0000-7000-8000-000000000001"),
                made,
                "jis:airlock:executor",
                "agent.aint",
                "code:execute",
                new Erin.Faulted(
                        FaultCause.INTERRUPTED, "the process that ran it died", Optional.empty(), Optional.empty()),
                new Eraan(
                        new IntentKey("session-1", "intent-1"),
                        Sha256.of("intent".getBytes(StandardCharsets.UTF_8)),
                        Optional.empty(),
                        Optional.of("verdict-1"),
                        Optional.of("posture-1"),
                        Optional.of(GRANT),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Eromheen(
                        PostureLevel.NORMAL_ZERO_TRUST,
                        RuntimeMode.EMBEDDED_ONLINE,
                        Cause.RUNTIME,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        new Times(
                                made.minusSeconds(2),
                                then,
                                then,
                                Optional.empty(),
                                Optional.empty(),
                                OptionalLong.empty()),
                        Origin.LOCAL,
                        Optional.of("local"),
                        Lane.BUS),
                "trying it");
    }

    /** The broker takes it now. */
    private static Bus with(Sealer.Sealed sealed) {
        Bus bus = TestBus.road(EnumSet.of(Topic.TOKENS));
        try (Sender sender = Sender.of(bus, Station.EXECUTOR, Duration.ofSeconds(20))) {
            assertThat(sender.send(Outbound.to(
                                    Topic.TOKENS,
                                    PARTITION,
                                    "session-1".getBytes(StandardCharsets.UTF_8),
                                    Codecs.TOKEN.encode(sealed.token().record())))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOf(Delivery.Delivered.class);
        }
        return bus;
    }

    private KeyRing ring(KeyTerm term) {
        return KeyRing.of(Map.of(key.id(), new Holder(KeyRole.EXECUTOR, "executor")), Map.of(key.id(), term));
    }

    private static KeyTerm revoked(Instant at, Why why) {
        return KeyTerm.ALWAYS.revoked(new Revocation(at, why, "trying it"));
    }

    private static Grant grant(Instant issued) {
        return new Grant(
                GRANT,
                "posture-1",
                "verdict-1",
                PostureLevel.NORMAL_ZERO_TRUST,
                issued,
                issued.plusSeconds(60),
                "none",
                List.of());
    }

    /** Whether an executor that looks back takes the grant for redeemed, and the chain for one that ends behind the token. */
    private void assertBelieved(boolean expected, Bus bus, Sealer.Sealed sealed, KeyTerm term) throws Exception {
        Token byItsOwnTime = new TokenReader(ring(term)).read(sealed.token().record());
        assertThat(byItsOwnTime).as("which is what a thief wants to be asked").isEqualTo(sealed.token());
        var ends = new ChainEnds(bus, key.id(), ring(term));
        Instant issued = sealed.token().content().timestamp().minusSeconds(10);
        assertThat(ends.sealedGrants(PARTITION).has(grant(issued))).isEqualTo(expected);
        assertThat(ends.end(PARTITION, "")).isEqualTo(expected ? sealed.next() : ChainHead.genesis(chain));
    }

    private Sealer.Sealed madeBefore(Duration ago) {
        return Sealer.seal(token(now.minus(ago)), ChainHead.genesis(chain), key);
    }

    @Test
    void a_token_that_was_back_dated_with_a_stolen_key_redeems_no_grant_and_ends_no_chain() throws Exception {
        Sealer.Sealed backDated = madeBefore(Duration.ofHours(2));
        Bus bus = with(backDated);
        assertBelieved(false, bus, backDated, revoked(now.minus(Duration.ofHours(1)), Why.COMPROMISED));
        assertBelieved(true, bus, backDated, KeyTerm.ALWAYS);
    }

    @Test
    void a_key_that_gave_way_seals_nothing_that_the_broker_takes_more_than_a_day_later() throws Exception {
        Sealer.Sealed token = madeBefore(Duration.ofDays(3));
        Bus bus = with(token);
        Instant twoDaysAgo = now.minus(Duration.ofDays(2));
        assertBelieved(false, bus, token, revoked(twoDaysAgo, Why.RETIRED));
        assertBelieved(false, bus, token, KeyTerm.ALWAYS.ending(twoDaysAgo));
        Instant hoursAgo = now.minus(Duration.ofHours(2));
        assertBelieved(true, bus, token, revoked(hoursAgo, Why.RETIRED));
        assertBelieved(true, bus, token, KeyTerm.ALWAYS.ending(hoursAgo));
    }
}
