package dev.airlock.redteam;

import static dev.airlock.redteam.Trusting.anybody;
import static dev.airlock.redteam.Trusting.claimed;
import static dev.airlock.redteam.Trusting.harmless;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Eraan;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.FaultCause;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.redteam.Gap.Written;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Principal;
import dev.airlock.schemas.model.RuleSet;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.model.Verdict;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Intents;
import dev.airlock.snaft.wire.RuleFiles;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * For each category one road that has its weakness. The services behind it are the real ones, and so are orders and tokens; what a weak service would
 * have believed is made believable on its way, or its effect is written with its key.
 */
final class Plants {
    private Plants() {}

    /** Changes what is written to one topic, and lets all else pass. */
    @FunctionalInterface
    private interface Weak {
        List<Written> at(Written record, Field field) throws ControlFailed, InterruptedException;
    }

    private static Gap on(Topic topic, Weak weak) {
        return new Gap() {
            @Override
            public List<Written> written(Written record, Field field) throws ControlFailed, InterruptedException {
                return record.topic() == topic ? weak.at(record, field) : List.of(record);
            }
        };
    }

    static Gap of(Category category) {
        return switch (category) {
            case SANDBOX_ESCAPE, PLAN_INJECTION -> on(Topic.INTENTS, Plants::takesWhateverComes);
            case DENIAL_PROBE -> on(Topic.INTENTS, Plants::deniesNothing);
            case CALC_INJECTION, ARG_FUZZ -> on(Topic.INTENTS, Plants::breaksOnWhatItCannotDigest);
            case CAP_FORGERY -> on(Topic.ORDERS, Plants::runsAnybodysOrder);
            case REVOCATION_BYPASS -> on(Topic.PRINCIPALS, Plants::hearsOfNoRevocation);
            case KEY_ROTATION_GAP -> on(Topic.PRINCIPALS, Plants::letsOldKeysLive);
            case AUDIT_TAMPER -> new Credulous();
            case REPLAY_AFTER_DENY -> new Forgetful();
            case IDENTITY_SPOOF, ORIGIN_SPOOF -> on(Topic.INTENTS, Plants::believesWhoHeSaysHeIs);
            case POSTURE_RACE -> on(Topic.VERDICTS, Plants::letsInUnderAClosedPosture);
            case STALE_VERDICT -> on(Topic.VERDICTS, Plants::takesTheLastToCome);
            case FORGED_EMITTER -> on(Topic.VERDICTS, Plants::hearsAnybody);
            case GRANT_REPLAY, GRANT_FOR_ANOTHER_PAYLOAD -> on(Topic.ORDERS, Plants::runsTwice);
            case MUX_FRAMING -> new YesMux();
            case RULE_RELOAD_RACE -> on(Topic.RULES, Plants::losesARule);
            case DEAD_LETTER_FLOOD -> on(Topic.ORDERS, Plants::buriesTwice);
            case DELEGATION_ABUSE -> on(Topic.INTENTS, Plants::looksAtNoDelegation);
        };
    }

    private static List<Written> keptIf(boolean kept, Written record) {
        return kept ? List.of(record) : List.of();
    }

    private static Written with(Written record, byte[] value) {
        return new Written(record.topic(), record.key(), Bytes.of(value));
    }

    /** Nobody looks at names, of files or of intents. */
    private static List<Written> takesWhateverComes(Written record, Field field) {
        Intent intent = harmless(record.key(), record.value(), Origin.LOCAL);
        return List.of(with(record, Intents.sealed(intent, field.key("local"))));
    }

    /** A denied name is as good as any. */
    private static List<Written> deniesNothing(Written record, Field field) {
        return claimed(record.value())
                        .filter(intent -> intent.intent().equals("tool:delete_all"))
                        .isPresent()
                ? takesWhateverComes(record, field)
                : List.of(record);
    }

    /** An executor that an odd payload breaks: what nobody meant becomes of it. */
    private static List<Written> breaksOnWhatItCannotDigest(Written record, Field field)
            throws ControlFailed, InterruptedException {
        byte[] honest = "print(1)".getBytes(StandardCharsets.UTF_8);
        Intent intent = claimed(record.value()).orElseThrow();
        if (Arrays.equals(intent.payload().toArray(), honest)) {
            return List.of(record);
        }
        Token digested = field.tokenOf(field.control(intent.session())).orElseThrow();
        return List.of(new Written(
                Topic.TOKENS,
                record.key(),
                Bytes.of(Codecs.TOKEN.encode(
                        broken(digested, intent, field.key("executor")).record()))));
    }

    /** The token of an intent like that of an honest one, but for a fault. */
    private static Token broken(Token honest, Intent intent, SigningKey executor) {
        UnsealedToken said = honest.content();
        Eraan of = said.eraan();
        var fault = new UnsealedToken(
                new TokenId(UUID.randomUUID().toString()),
                said.timestamp(),
                said.actor(),
                said.ainsIdentity(),
                intent.intent(),
                new Erin.Faulted(FaultCause.BACKEND_FAILURE, "planted", Optional.empty(), Optional.empty()),
                new Eraan(
                        intent.key(),
                        of.intentHash(),
                        of.payloadHash(),
                        of.verdictId(),
                        of.postureId(),
                        of.grantId(),
                        of.image(),
                        of.snapshotDigest(),
                        of.vmId()),
                said.eromheen(),
                said.erachter());
        return Sealer.seal(fault, ChainHead.genesis(honest.link().chain()), executor)
                .token();
    }

    /** An executor that checks no signature. */
    private static List<Written> runsAnybodysOrder(Written record, Field field) {
        Order order = anybody(Codecs.ORDER, KeyRole.GATEWAY, record.value()).orElseThrow();
        return List.of(with(record, Codecs.ORDER.seal(order, field.key("gateway"))));
    }

    private static List<Written> hearsOfNoRevocation(Written record, Field field) {
        return keptIf(
                anybody(Codecs.PRINCIPAL, KeyRole.OPERATOR, record.value())
                        .filter(said -> said.revokedAt().isPresent())
                        .isEmpty(),
                record);
    }

    /** A rotation ends no key of before. */
    private static List<Written> letsOldKeysLive(Written record, Field field) {
        Optional<Principal> said = anybody(Codecs.PRINCIPAL, KeyRole.OPERATOR, record.value());
        return said.filter(one -> one.epoch() == 2)
                .map(one -> new Principal(
                        one.identity(),
                        one.origin(),
                        one.keyId(),
                        one.validFrom(),
                        one.validUntil(),
                        one.epoch(),
                        1,
                        one.revokedAt(),
                        one.reason(),
                        one.statedAt()))
                .map(one -> List.of(with(record, Codecs.PRINCIPAL.seal(one, field.key("operator")))))
                .orElseGet(() -> List.of(record));
    }

    private static List<Written> believesWhoHeSaysHeIs(Written record, Field field) {
        return claimed(record.value())
                .filter(intent -> intent.origin() == Origin.OPERATOR)
                .map(intent -> List.of(with(record, Intents.sealed(intent, field.key("operator")))))
                .orElseGet(() -> List.of(record));
    }

    private static List<Written> looksAtNoDelegation(Written record, Field field) {
        return claimed(record.value())
                .filter(intent -> !intent.delegations().isEmpty())
                .map(intent -> List.of(with(record, Intents.sealed(intent.on(List.of()), field.key("local")))))
                .orElseGet(() -> List.of(record));
    }

    /** A gateway that has read the verdict, and lets one more in under it. */
    private static List<Written> letsInUnderAClosedPosture(Written record, Field field) {
        String session = record.key().substring("session:".length());
        Order let = field.ordersOf(session).stream()
                .filter(order -> order.origin() == Origin.EXTERNAL_AI)
                .findFirst()
                .orElseThrow();
        Bytes wish = Bytes.of(Intents.sealed(Wishes.outside(session), field.key("local")));
        Order late = Orders.carrying(wish, let, PostureLevel.HARD_QUARANTINE);
        byte[] order = Codecs.ORDER.seal(late, field.key("gateway"));
        return List.of(record, new Written(Topic.ORDERS, session, Bytes.of(order)));
    }

    /** For this policy a verdict is as old as its coming. */
    private static List<Written> takesTheLastToCome(Written record, Field field) {
        Verdict said = anybody(Codecs.VERDICT, KeyRole.OPERATOR, record.value()).orElseThrow();
        String session = record.key().substring("session:".length());
        return said.snaftPosture() == PostureLevel.NORMAL_ZERO_TRUST
                ? List.of(with(
                        record,
                        Codecs.VERDICT.seal(
                                VerdictAttackers.verdict(session, Instant.now(), PostureLevel.NORMAL_ZERO_TRUST),
                                field.key("operator"))))
                : List.of(record);
    }

    private static List<Written> hearsAnybody(Written record, Field field) {
        Verdict said = anybody(Codecs.VERDICT, KeyRole.OPERATOR, record.value()).orElseThrow();
        return List.of(with(record, Codecs.VERDICT.seal(said, field.key("operator"))));
    }

    /** An executor that forgets what it ran: whatever order comes, its session's run has a second token. */
    private static List<Written> runsTwice(Written record, Field field) {
        Order run = field.ordersOf(record.key()).getFirst();
        TokenRecord token = field.tokensOf(run.key()).getFirst();
        return List.of(record, new Written(Topic.TOKENS, record.key(), Bytes.of(Codecs.TOKEN.encode(token))));
    }

    /** What an operator forbids is lost when his set is loaded; its mark is not. */
    private static List<Written> losesARule(Written record, Field field) {
        return anybody(Codecs.RULE_SET, KeyRole.OPERATOR, record.value())
                .filter(set -> set.text().contains("forbidden"))
                .map(set -> {
                    String text = set.text()
                            .replaceAll("(\"forbidden\", \"within\": 0, \"words\": \\[\\[\")[a-z]+", "$1zqnobodysword");
                    return new RuleSet(RuleFiles.versionOf(text), text, set.reason(), set.loadedAt());
                })
                .map(set -> List.of(with(record, Codecs.RULE_SET.seal(set, field.key("operator")))))
                .orElseGet(() -> List.of(record));
    }

    /** A reader that makes two letters of each piece of noise, and so a flood of whatever somebody sends it. */
    private static List<Written> buriesTwice(Written record, Field field) {
        boolean order = anybody(Codecs.ORDER, KeyRole.GATEWAY, record.value()).isPresent();
        return order ? List.of(record) : List.of(record, record);
    }

    /** A gateway that remembers no denial: what comes a second time is ordered. */
    private static final class Forgetful implements Gap {
        private final Set<Bytes> before = new HashSet<>();

        @Override
        public List<Written> written(Written record, Field field) throws ControlFailed, InterruptedException {
            List<Written> written = new ArrayList<>(List.of(record));
            if (record.topic() == Topic.INTENTS && !before.add(record.value())) {
                Order genuine = Orders.read(field.orderFor(field.control(record.key())), field.ring());
                Intent denied = harmless(record.key(), record.value(), Origin.LOCAL);
                Bytes envelope = Bytes.of(Intents.sealed(denied, field.key("local")));
                Order order = Orders.carrying(envelope, genuine, genuine.grant().posture());
                byte[] sealed = Codecs.ORDER.seal(order, field.key("gateway"));
                written.add(new Written(Topic.ORDERS, record.key(), Bytes.of(sealed)));
            }
            return written;
        }
    }
}
