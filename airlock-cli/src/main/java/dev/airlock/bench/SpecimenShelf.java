package dev.airlock.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.airlock.ledger.audit.decide.Redecides;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.shell.Recorded;
import dev.airlock.ledger.audit.shell.Shelf;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.road.Placement;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.ExecutionPolicy;
import dev.airlock.schemas.model.ExternalInbound;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Posture;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import dev.airlock.schemas.model.Switches;
import dev.airlock.schemas.wire.Codecs;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A ledger of specimens: as many tokens as are wanted, sealed while they are read, so that none of them is kept. */
final class SpecimenShelf implements Shelf {
    private final SigningKey executor;
    private final SigningKey policy;
    private final int count;
    private final Optional<SpecimenDecisions> decisions;

    private SpecimenShelf(SigningKey executor, SigningKey policy, int count, Optional<SpecimenDecisions> decisions) {
        this.executor = executor;
        this.policy = policy;
        this.count = count;
        this.decisions = decisions;
    }

    /** @param count how many tokens there are, over all partitions */
    SpecimenShelf(SigningKey executor, SigningKey policy, int count) {
        this(executor, policy, count, Optional.empty());
    }

    /** The same with the orders and screenings of all tokens, for whoever decides them again. */
    static SpecimenShelf withDecisions(SigningKey executor, SigningKey policy, int count) {
        return new SpecimenShelf(executor, policy, count, Optional.of(new SpecimenDecisions()));
    }

    /** Who decides again, and agrees with everything; empty if there is nothing to decide. */
    Optional<Redecides> gateway() {
        return decisions.map(_ -> (_, _, _, _) -> new Redecides.Again.Agrees());
    }

    /** Whom an audit of it trusts. */
    KeyRing ring() {
        Map<KeyId, KeyRing.Holder> holders = new HashMap<>();
        holders.put(executor.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor"));
        holders.put(policy.id(), new KeyRing.Holder(KeyRole.POLICY, "policy"));
        decisions.ifPresent(made -> holders.putAll(made.holders()));
        return KeyRing.of(holders);
    }

    @Override
    public void each(Topic topic, int partition, Consumer<Recorded> each) {
        if (topic == Topic.POSTURES) {
            each.accept(new Recorded(
                    new RecordPlace(topic, partition, 0),
                    Specimen.ASKED,
                    Optional.of(Posture.FLEET.getBytes(UTF_8)),
                    Codecs.POSTURE.seal(posture(), policy)));
        }
        switch (topic) {
            case TOKENS -> tokens(partition, each);
            case ORDERS -> decisions.ifPresent(made -> signed(topic, partition, made::order, each));
            case SCREENED -> decisions.ifPresent(made -> signed(topic, partition, made::screening, each));
            default -> {}
        }
    }

    private void signed(Topic topic, int partition, IntFunction<byte[]> made, Consumer<Recorded> each) {
        for (int number = 0; number < count; number++) {
            String session = Specimen.session(number);
            if (Placement.of(session, topic.partitions()) == partition) {
                each.accept(new Recorded(
                        new RecordPlace(topic, partition, number),
                        Specimen.ASKED,
                        Optional.of(session.getBytes(UTF_8)),
                        made.apply(number)));
            }
        }
    }

    private void tokens(int partition, Consumer<Recorded> each) {
        ChainHead head = ChainHead.genesis(new ChainName(executor.id(), Lane.BUS, partition));
        long offset = 0;
        for (int number = 0; number < count; number++) {
            if (Placement.of(Specimen.session(number), Topic.TOKENS.partitions()) == partition) {
                Sealer.Sealed sealed = Sealer.seal(Specimen.token(number), head, executor);
                head = sealed.next();
                each.accept(new Recorded(
                        RecordPlace.token(partition, offset++),
                        Specimen.ASKED,
                        Optional.of(Specimen.session(number).getBytes(UTF_8)),
                        Codecs.TOKEN.encode(sealed.token().record())));
            }
        }
    }

    @Override
    public long offsets(Topic topic) {
        return topic == Topic.TOKENS ? count : 0;
    }

    private static Posture posture() {
        Instant before = Specimen.ASKED.minusSeconds(60);
        return new Posture(
                "posture-1",
                Posture.FLEET,
                1,
                PostureLevel.NORMAL_ZERO_TRUST,
                Switches.of(PostureLevel.NORMAL_ZERO_TRUST),
                Cause.RUNTIME,
                RuntimeMode.EMBEDDED_ONLINE,
                ExternalInbound.ALLOW_IF_IDENTITY_BOUND,
                ExecutionPolicy.ALLOW_THROUGH_TRUST_KERNELD,
                "verdict-1",
                "jis:airlock:observer",
                "a healthy runtime",
                Optional.empty(),
                List.of(),
                before);
    }
}
