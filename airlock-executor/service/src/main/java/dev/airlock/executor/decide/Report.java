package dev.airlock.executor.decide;

import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.executor.model.RunLimits;
import dev.airlock.executor.model.Site;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Eromheen;
import dev.airlock.provenance.token.Limits;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.Times;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.TokenText;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.posture.Effective;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the token of an order says. What callers chose was bounded when the order was read; what comes from guests and sandboxes is made
 * to fit here, so that nothing they write can keep a token from being made.
 */
public final class Report {
    private Report() {}

    /**
     * Who seals, and the values that a token needs and nobody may make up here.
     *
     * @param id the token's id
     * @param actor who seals, a {@code jis:} URI
     * @param now the time of sealing
     */
    public record Seal(TokenId id, String actor, Instant now) {}

    /**
     * The token's content.
     *
     * @param posture what bound us when it was decided whether to run
     */
    public static UnsealedToken token(Delivery delivery, Account account, Effective posture, Seal seal) {
        Order order = delivery.order();
        return new UnsealedToken(
                seal.id(),
                seal.now(),
                seal.actor(),
                order.fromAint(),
                order.intent(),
                Outcome.of(account),
                attached(delivery, account, posture),
                around(delivery, account, posture),
                "order of " + order.principal() + behalf(order) + " for '" + order.intent() + "' under grant "
                        + order.grant().grantId());
    }

    private static String behalf(Order order) {
        return order.onBehalfOf().isEmpty()
                ? ""
                : " on behalf of " + order.onBehalfOf().getFirst();
    }

    private static Eraan attached(Delivery delivery, Account account, Effective posture) {
        Order order = delivery.order();
        Optional<Site.Origins> origins =
                ran(account).flatMap(ran -> ran.trace().site().origins());
        return new Eraan(
                order.key(),
                intentHash(delivery),
                payloadHash(delivery),
                posture.verdictId().equals(Effective.NONE) ? Optional.empty() : Optional.of(posture.verdictId()),
                Optional.of(posture.postureId()),
                Optional.of(order.grant().grantId()),
                origins.map(from -> new Eraan.Image(TokenText.fit(from.image(), 256), new Sha256(from.imageDigest()))),
                origins.flatMap(Site.Origins::snapshotDigest).map(Sha256::new),
                origins.map(_ -> vmId(order.intent(), ran(account).orElseThrow().started())),
                origins.flatMap(Site.Origins::measuredDigest).map(Sha256::new));
    }

    /** {@code airlock_INTENT_MICROSECONDS} with the colons of the intent as underscores, cut to what a token takes. */
    static String vmId(String intent, Instant started) {
        long micros = Math.addExact(Math.multiplyExact(started.getEpochSecond(), 1_000_000L), started.getNano() / 1000);
        String name = intent.replace(':', '_');
        return "airlock_" + name.substring(0, Math.min(name.length(), 96)) + "_" + micros;
    }

    private static Eromheen around(Delivery delivery, Account account, Effective posture) {
        Order order = delivery.order();
        Optional<Account.Ran> ran = ran(account);
        return new Eromheen(
                posture.posture(),
                posture.runtimeMode(),
                posture.cause(),
                ran.map(run -> run.trace().site().kind().backend()),
                ran.map(run -> TokenText.fit(run.trace().site().isolation(), 500)),
                ran.map(run -> limits(run.plan().limits())),
                times(order, ran),
                order.origin(),
                Optional.of(order.principal()),
                delivery.entrance().lane(),
                ran.map(run -> run.plan().mode()).orElse(Mode.ENFORCE),
                order.onBehalfOf());
    }

    private static Limits limits(RunLimits limits) {
        return new Limits(limits.deadline().toMillis(), limits.memory().mib(), limits.outputBytes(), limits.calls());
    }

    private static Times times(Order order, Optional<Account.Ran> ran) {
        return new Times(
                order.createdAt(),
                Optional.of(order.screenedAt()),
                Optional.of(order.grant().issuedAt()),
                ran.map(Account.Ran::started),
                ran.map(Account.Ran::ended),
                ran.map(run -> OptionalLong.of(run.trace().ran().toNanos() / 1000))
                        .orElse(OptionalLong.empty()));
    }

    private static Sha256 intentHash(Delivery delivery) {
        return switch (delivery.contents()) {
            case Contents.Opened opened -> new Sha256(opened.intentHash());
            case Contents.Unreadable _, Contents.Forged _ ->
                Sha256.of(delivery.order().envelope().toArray());
        };
    }

    private static Optional<Sha256> payloadHash(Delivery delivery) {
        return switch (delivery.contents()) {
            case Contents.Opened opened -> Optional.of(new Sha256(opened.payloadHash()));
            case Contents.Unreadable _, Contents.Forged _ -> Optional.empty();
        };
    }

    private static Optional<Account.Ran> ran(Account account) {
        return switch (account) {
            case Account.Ran ran -> Optional.of(ran);
            case Account.Refused _ -> Optional.empty();
        };
    }
}
