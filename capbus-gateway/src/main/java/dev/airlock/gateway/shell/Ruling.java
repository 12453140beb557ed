package dev.airlock.gateway.shell;

import dev.airlock.gateway.decide.Approving;
import dev.airlock.gateway.decide.Gate;
import dev.airlock.gateway.model.Decision;
import dev.airlock.gateway.shell.GatewayMetrics.Tally;
import dev.airlock.gateway.wire.IntentEvents;
import dev.airlock.gateway.wire.RefusalTokens;
import dev.airlock.gateway.wire.Screenings;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.road.DeadLetters;
import dev.airlock.road.Inbound;
import dev.airlock.road.Outbound;
import dev.airlock.road.Placement;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Admission;
import dev.airlock.schemas.model.GatewayEvent;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.model.Screening;
import dev.airlock.schemas.posture.Effective;
import dev.airlock.schemas.posture.Guard;
import dev.airlock.schemas.posture.Whom;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Decoded.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is written about one record, and how the partition's state changes with it. */
final class Ruling {
    private static final Logger LOG = LoggerFactory.getLogger(Ruling.class);

    private final Gate gate;
    private final GatewayKeys keys;
    private final Desk desk;
    private final Guard guard;
    private final Approvers approvers;
    private final Instant now;

    /** Who answers for the approvals of one decision, as {@link ApprovalWatch#approving} does. */
    @FunctionalInterface
    interface Approvers {
        Approving of(Function<String, Optional<String>> spent, Instant notBefore);
    }

    Ruling(Gate gate, GatewayKeys keys, Desk desk, Guard guard, Approvers approvers, Instant now) {
        this.gate = gate;
        this.keys = keys;
        this.desk = desk;
        this.guard = guard;
        this.approvers = approvers;
        this.now = now.truncatedTo(ChronoUnit.MICROS);
    }

    /** What is written about a record, which may be nothing; empty if it cannot be decided now, for the decision could not be remembered. */
    Optional<List<Outbound>> on(Inbound record) {
        return switch (Screenings.read(record.value(), keys.ring())) {
            case Malformed<Screening>(String reason) -> Optional.of(malformed(record, reason));
            case Good<Screening>(Screening screening) -> {
                Optional<String> fault = Placement.fault(screening.session(), Topic.SCREENED, desk.partition());
                yield fault.isPresent() ? Optional.of(malformed(record, fault.get())) : placed(record, screening);
            }
        };
    }

    private Optional<List<Outbound>> placed(Inbound record, Screening screening) {
        return switch (desk.decided().seen(screening.key(), screening.intentHash())) {
            case NEVER -> first(screening, record.appendedAt());
            case SAME -> Optional.of(copy(screening));
            case OTHER -> Optional.of(clash(screening));
        };
    }

    private List<Outbound> malformed(Inbound record, String reason) {
        LOG.warn("record={} malformed=\"{}\"", record, reason);
        desk.count(Tally.oneMalformed());
        return List.of(DeadLetters.of(Station.GATEWAY, record, reason, now));
    }

    private List<Outbound> copy(Screening screening) {
        LOG.info("intent={} copy=ignored", screening.key().text());
        desk.count(Tally.oneCopy());
        return List.of();
    }

    private List<Outbound> clash(Screening screening) {
        LOG.warn(
                "intent={} duplicate=\"with other contents\" intent_hash={}",
                screening.key().text(),
                screening.intentHash());
        desk.count(Tally.oneClash());
        return List.of(event(IntentEvents.duplicate("duplicate_" + UUID.randomUUID(), screening, now)));
    }

    /** @param appendedAt when the broker took the screening: an approval has to count then and now */
    private Optional<List<Outbound>> first(Screening screening, Instant appendedAt) {
        return switch (desk.decided().room(now)) {
            case YES -> Optional.of(decided(screening, appendedAt));
            case RESERVE -> Optional.of(refuse(screening, posture(screening), noRoom()));
            case NONE -> Optional.empty();
        };
    }

    private List<Outbound> decided(Screening screening, Instant appendedAt) {
        Effective posture = posture(screening);
        return switch (gate.decide(posture, screening, approvers.of(this::spent, appendedAt), now)) {
            case Decision.Admit(Order order)
            when !canBeRead(screening, order) -> refuse(screening, posture, notBeforeTheUpgrade());
            case Decision.Admit(Order order) -> admit(screening, posture, order);
            case Decision.Refuse(Refusal refusal) -> refuse(screening, posture, refusal);
        };
    }

    private Optional<String> spent(String approvalId) {
        return desk.decided().usedUp(approvalId) ? Optional.of("it was used up, and counts once") : Optional.empty();
    }

    private Effective posture(Screening screening) {
        return guard.of(new Whom(screening.principal(), screening.session()));
    }

    private List<Outbound> admit(Screening screening, Effective posture, Order order) {
        Outbound record = Outbound.to(
                Topic.ORDERS, desk.partition(), utf8(screening.session()), Codecs.ORDER.seal(order, keys.gateway()));
        if (!record.fits()) {
            return refuse(
                    screening,
                    posture,
                    new Refusal(RefusalKind.MALFORMED, "payload_limit", "the intent is too large for an order"));
        }
        LOG.info("admitted intent={} session={}", screening.key().text(), screening.session());
        desk.count(Tally.oneAdmitted());
        Optional<String> approval = order.grant().approvalId();
        approval.ifPresent(
                id -> LOG.info("intent={} approval={} used_up", screening.key().text(), id));
        return Stream.concat(
                        Stream.of(admission(screening, true, approval), record),
                        IntentEvents.admitted(screening, posture, order).stream()
                                .map(Ruling::event))
                .toList();
    }

    /** A refusal is a token, sealed behind the chain's head; sealing comes first, so nothing is written if it fails. */
    private List<Outbound> refuse(Screening screening, Effective posture, Refusal refusal) {
        TokenId id = new TokenId(UUID.randomUUID().toString());
        Sealer.Sealed sealed =
                Sealer.seal(RefusalTokens.of(id, now, screening, posture, refusal), desk.head(), keys.gateway());
        desk.advance(sealed.next());
        LOG.info(
                "refused intent={} session={} token={} word={}:{}",
                screening.key().text(),
                screening.session(),
                id.value(),
                refusal.kind(),
                refusal.rule());
        desk.count(Tally.oneRefused());
        byte[] token = Codecs.TOKEN.encode(sealed.token().record());
        return List.of(
                admission(screening, false, Optional.empty()),
                Outbound.to(Topic.TOKENS, desk.partition(), utf8(screening.session()), token),
                event(IntentEvents.refused(screening, posture, refusal, sealed.token())));
    }

    /** An executor of the release before would bury the order, and a gateway of it could not read that an approval was used up. */
    private boolean canBeRead(Screening screening, Order order) {
        return Codecs.ORDER.canBeRead(order)
                && Codecs.ADMISSION.canBeRead(
                        admitted(screening, true, order.grant().approvalId()));
    }

    private static Refusal notBeforeTheUpgrade() {
        return new Refusal(
                RefusalKind.CAPACITY,
                "schemas_write",
                "nodes of the release before are on the bus and have no words for this; send it anew, and have it approved anew, when the upgrade is over");
    }

    private static Refusal noRoom() {
        return new Refusal(
                RefusalKind.CAPACITY,
                "decided_max",
                "the gateway cannot remember more intents and does not risk to run one twice; raise decided_max");
    }

    private Outbound admission(Screening screening, boolean admitted, Optional<String> approvalId) {
        Admission admission = admitted(screening, admitted, approvalId);
        desk.decided().replay(admission);
        // The topic keeps the newest of each key: no two intents may have one.
        return Outbound.to(
                Topic.ADMITTED, desk.partition(), utf8(screening.key().exactly()), Codecs.ADMISSION.encode(admission));
    }

    private Admission admitted(Screening screening, boolean admitted, Optional<String> approvalId) {
        return new Admission(
                screening.session(),
                screening.intentId(),
                screening.payloadHash(),
                screening.intentHash(),
                admitted,
                now,
                approvalId);
    }

    private static Outbound event(GatewayEvent event) {
        return Outbound.byKey(Topic.EVENTS, utf8(Posture.FLEET), Codecs.EVENT.encode(event));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
