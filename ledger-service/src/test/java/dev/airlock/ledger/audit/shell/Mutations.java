package dev.airlock.ledger.audit.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.ledger.audit.decide.TimeCheck;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.shell.Spots.Spot;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;

/** All that is done to a town's tokens: what can be counted, fields and the parts of a record, in turn; the rest by chance. */
final class Mutations {
    /** The parts of a record beside the signed bytes, which are changed as fields are. */
    static final List<String> PARTS = Arrays.stream(TokenRecord.class.getRecordComponents())
            .map(RecordComponent::getName)
            .filter(name -> !name.equals("canonical"))
            .toList();

    private final Town town;
    private final Spots spots;
    private final Random random;
    private final List<FieldChange> changes;
    private final Map<Mutation.Kind, Integer> turns = new EnumMap<>(Mutation.Kind.class);

    Mutations(Town town, Random random) {
        this.town = town;
        this.random = random;
        this.spots = new Spots(town);
        this.changes = FieldChange.all(spots.all().stream().map(Spot::json).toList());
    }

    /** All that is done to fields, so often as this fits into the number of mutations of one kind. */
    List<FieldChange> changes() {
        return changes;
    }

    /** The next one of this kind. */
    Mutation next(Mutation.Kind kind) {
        int turn = turns.merge(kind, 1, Integer::sum) - 1;
        FieldChange change = changes.get(turn % changes.size());
        Spot spot = spots.any(random, _ -> true);
        return switch (kind) {
            case FIELD_UNSIGNED -> unsigned(change);
            case FIELD_SIGNED_BY_A_STRANGER -> byAStranger(change);
            case FIELD_SIGNED_BY_ITS_SEALER -> byItsSealer(change);
            case BESIDE_THE_SIGNED_BYTES -> beside(spot, PARTS.get(turn % PARTS.size()));
            case RECORD_KEY -> key(spot, turn % 2 == 0);
            case RECORD_TIME -> time(spot, turn % 2 == 0);
            case BYTE -> oneByte(spot);
            case DROP -> drop(spot);
            case SWAP -> swap(spots.any(random, each -> spots.chain(each).size() > 1));
            case DUPLICATE -> duplicate(spot);
            case TRUNCATE -> truncate(spot);
            case BACK_DATE -> backDate(spot);
            case ANOTHER_PARTITION -> anotherPartition(spot);
            case SECOND_TOKEN -> secondToken(spot);
        };
    }

    private Map<Integer, List<Recorded>> copy() {
        Map<Integer, List<Recorded>> copy = new HashMap<>();
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            copy.put(partition, new ArrayList<>(town.shelf.records(Topic.TOKENS, partition)));
        }
        return copy;
    }

    private Mutation replaced(Spot spot, Recorded record, String what) {
        var copy = copy();
        copy.get(spot.partition()).set(spot.index(), record);
        return new Mutation(what + " at " + spot.place(), copy, Set.of(spot.place()), false);
    }

    private static Recorded with(Spot spot, byte[] value) {
        return new Recorded(
                spot.place(), spot.record().appended(), spot.record().key(), value);
    }

    private Spot having(FieldChange change) {
        return spots.any(random, spot -> FieldChange.paths(spot.json()).contains(change.path()));
    }

    private Mutation unsigned(FieldChange change) {
        Spot spot = having(change);
        ObjectNode json = spot.json();
        change.to(json, random);
        return replaced(spot, with(spot, record(spot, json, spot.token().signature())), change.toString());
    }

    private Mutation byAStranger(FieldChange change) {
        Spot spot = having(change);
        ObjectNode json = spot.json();
        change.to(json, random);
        if (random.nextBoolean()) {
            json.put("signer", Town.STRANGER.id().value());
            if (json.get("chain") instanceof ObjectNode chain) {
                chain.put("sealer", Town.STRANGER.id().value());
            }
        }
        return replaced(spot, with(spot, signed(spot, json, Town.STRANGER)), change.toString());
    }

    /** The worst that a thief of the key can do to one token: all that stands beside it says the same. */
    private Mutation byItsSealer(FieldChange change) {
        Spot spot = having(change);
        ObjectNode json = spot.json();
        change.to(json, random);
        String session =
                text(json.path("eraan"), "session", spot.token().record().session());
        String intent =
                text(json.path("eraan"), "intent_id", spot.token().record().intentId());
        var copy = copy();
        copy.get(spot.partition())
                .set(
                        spot.index(),
                        new Recorded(
                                spot.place(),
                                spot.record().appended(),
                                Optional.of(session.getBytes(UTF_8)),
                                signed(spot, json, Town.keyOf(spot.token()))));
        Set<RecordPlace> names = new HashSet<>(spots.withNext(spot));
        // If it says now that it is of another's intent, that one is the second where it comes later.
        spots.all().stream()
                .filter(each -> each.token().record().session().equals(session)
                        && each.token().record().intentId().equals(intent))
                .map(Spot::place)
                .forEach(names::add);
        return new Mutation(change + " at " + spot.place(), copy, names, spots.isUnmarkedEnd(spot));
    }

    private Mutation beside(Spot spot, String part) {
        TokenRecord real = spot.token().record();
        byte[] signature = real.signature().toArray();
        signature[random.nextInt(signature.length)] ^= 1;
        var changed = new TokenRecord(
                part.equals("session") ? real.session() + "x" : real.session(),
                part.equals("intentId") ? real.intentId() + "x" : real.intentId(),
                part.equals("tokenId")
                        ? new StringBuilder(real.tokenId()).reverse().toString()
                        : real.tokenId(),
                part.equals("tokenType") ? real.tokenType() + "X" : real.tokenType(),
                part.equals("status") ? real.status() + 1 : real.status(),
                part.equals("epoch") ? real.epoch() + 1 : real.epoch(),
                part.equals("sequence") ? real.sequence() + 1 : real.sequence(),
                real.canonical(),
                part.equals("hash") ? Town.hash("another").value() : real.hash(),
                part.equals("keyId") ? otherSealer(spot) : real.keyId(),
                part.equals("signature") ? Bytes.of(signature) : real.signature());
        if (changed.equals(real)) {
            throw new AssertionError("nothing changes " + part + " of a record");
        }
        return replaced(spot, with(spot, Codecs.TOKEN.encode(changed)), part + " beside the signed bytes");
    }

    private static String otherSealer(Spot spot) {
        SigningKey other = spot.token().signer().equals(Town.EXECUTOR.id()) ? Town.OTHER_EXECUTOR : Town.EXECUTOR;
        return other.id().value();
    }

    private Mutation key(Spot spot, boolean none) {
        byte[] key = none ? new byte[0] : (spot.token().record().session() + "x").getBytes(UTF_8);
        return replaced(
                spot,
                new Recorded(
                        spot.place(),
                        spot.record().appended(),
                        Optional.of(key),
                        spot.record().value()),
                none ? "no key" : "another key");
    }

    /** The broker's time is nobody's word; what it cannot be is earlier than the token, or, on the bus, long after it. */
    private Mutation time(Spot spot, boolean earlier) {
        Instant made = spot.token().content().timestamp();
        boolean late = !earlier && spot.chain().lane() == Lane.BUS;
        Instant then = late
                ? made.plus(TimeCheck.RECORDING_MAX).plusMillis(1L + random.nextInt(86_400_000))
                : made.minus(TimeCheck.TOLERANCE).minusMillis(1L + random.nextInt(86_400_000));
        return replaced(
                spot,
                new Recorded(
                        spot.place(), then, spot.record().key(), spot.record().value()),
                "recorded at " + then);
    }

    private Mutation oneByte(Spot spot) {
        byte[] bytes = spot.record().value().clone();
        int at = random.nextInt(bytes.length);
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return replaced(spot, with(spot, bytes), "byte " + at);
    }

    private Mutation drop(Spot spot) {
        var copy = copy();
        copy.get(spot.partition()).remove(spot.index());
        return new Mutation("dropped " + spot.place(), copy, spots.around(spot), spots.isUnmarkedEnd(spot));
    }

    private Mutation swap(Spot spot) {
        Spot other = spots.any(random, each -> each.chain().equals(spot.chain()) && !each.equals(spot));
        var copy = copy();
        copy.get(spot.partition()).set(spot.index(), moved(other, spot));
        copy.get(spot.partition()).set(other.index(), moved(spot, other));
        return new Mutation(
                "swapped " + spot.place() + " and " + other.place(),
                copy,
                Set.of(spot.index() < other.index() ? spot.place() : other.place()),
                false);
    }

    /** The record of the one at the place and time of the other. */
    private static Recorded moved(Spot from, Spot to) {
        return new Recorded(
                to.place(),
                to.record().appended(),
                from.record().key(),
                from.record().value());
    }

    private Mutation duplicate(Spot spot) {
        var copy = copy();
        List<Recorded> partition = copy.get(spot.partition());
        // Offsets have gaps, so that the copy gets one of its own and everybody else keeps his.
        int behind = spot.index() + random.nextInt(partition.size() - spot.index());
        var place = RecordPlace.token(
                spot.partition(), partition.get(behind).place().offset() + 3);
        partition.add(behind + 1, at(place, spot, spot.record().value()));
        return new Mutation("duplicated " + spot.place(), copy, Set.of(place), false);
    }

    private static Recorded at(RecordPlace place, Spot spot, byte[] value) {
        return new Recorded(place, spot.record().appended(), spot.record().key(), value);
    }

    private Mutation truncate(Spot spot) {
        var copy = copy();
        List<Recorded> partition = copy.get(spot.partition());
        partition.subList(spot.index(), partition.size()).clear();
        Set<RecordPlace> names = spots.cut(spot);
        return new Mutation("cut from " + spot.place(), copy, names, names.isEmpty());
    }

    /** Made earlier by the sealer himself, who seals everything behind it again so that every link holds. */
    private Mutation backDate(Spot spot) {
        Token token = spot.token();
        long millis = 2_000L + random.nextInt(86_400_000);
        UnsealedToken earlier =
                again(token.content(), token.id(), token.content().timestamp().minusMillis(millis));
        var copy = copy();
        var head = new ChainHead(token.link());
        for (Spot each : spots.chain(spot)) {
            if (each.index() < spot.index()) {
                continue;
            }
            boolean itself = each.index() == spot.index();
            var next = each.token().link().sequence() == 0 && !itself ? head.nextEpoch() : head;
            var sealed = Sealer.seal(itself ? earlier : each.token().content(), next, Town.keyOf(token));
            head = sealed.next();
            copy.get(spot.partition()).set(each.index(), with(each, Town.bytes(sealed.token())));
        }
        return new Mutation("back-dated by " + millis + " ms " + spot.place(), copy, Set.of(spot.place()), false);
    }

    /** The same content under another id, made at another time. */
    static UnsealedToken again(UnsealedToken content, TokenId id, Instant made) {
        return new UnsealedToken(
                id,
                made,
                content.actor(),
                content.ainsIdentity(),
                content.intent(),
                content.erin(),
                content.eraan(),
                content.eromheen(),
                content.erachter());
    }

    private Mutation anotherPartition(Spot spot) {
        int other = (spot.partition() + 1 + random.nextInt(Topic.TOKENS.partitions() - 1)) % Topic.TOKENS.partitions();
        var copy = copy();
        copy.get(spot.partition()).remove(spot.index());
        var place = RecordPlace.token(other, 1_000_003);
        copy.get(other).add(at(place, spot, spot.record().value()));
        // The hole that it leaves comes first where its own partition does, if there is anything behind it.
        boolean hole = spot.partition() < other && spots.next(spot).isPresent();
        return new Mutation(
                "moved " + spot.place() + " to " + place, copy, hole ? spots.around(spot) : Set.of(place), false);
    }

    /** A whole and well linked token of an intent that has one, by the sealer of the first. */
    private Mutation secondToken(Spot spot) {
        var content = spot.token().content();
        var id = new TokenId("018f0000-0000-7000-9000-000000000001");
        var last = town.heads().stream()
                .filter(head -> head.chain().equals(spot.chain()))
                .findFirst()
                .orElseThrow();
        Token second = Sealer.seal(again(content, id, content.timestamp()), last, Town.keyOf(spot.token()))
                .token();
        var copy = copy();
        var place = RecordPlace.token(spot.partition(), 1_000_003);
        copy.get(spot.partition()).add(at(place, spot, Town.bytes(second)));
        return new Mutation("a second token of " + spot.place(), copy, Set.of(place), false);
    }

    private static byte[] signed(Spot spot, ObjectNode json, SigningKey key) {
        return record(spot, json, key.sign(canonical(json)));
    }

    /** The record that says beside the bytes what they say, as far as it can. */
    private static byte[] record(Spot spot, ObjectNode json, byte[] signature) {
        TokenRecord real = spot.token().record();
        byte[] canonical = canonical(json);
        return Codecs.TOKEN.encode(new TokenRecord(
                text(json.path("eraan"), "session", real.session()),
                text(json.path("eraan"), "intent_id", real.intentId()),
                text(json, "token_id", real.tokenId()),
                text(json, "token_type", real.tokenType()),
                json.path("erin").path("status").asInt(real.status()),
                json.path("chain").path("epoch").asLong(real.epoch()),
                json.path("chain").path("sequence").asLong(real.sequence()),
                Bytes.of(canonical),
                Sha256.of(canonical).value(),
                text(json, "signer", real.keyId()),
                Bytes.of(signature)));
    }

    private static String text(JsonNode json, String name, String otherwise) {
        String text = json.path(name).asText(otherwise);
        return text.isEmpty() ? otherwise : text;
    }

    private static byte[] canonical(ObjectNode json) {
        try {
            return new JsonCanonicalizer(json.toString().getBytes(UTF_8)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
