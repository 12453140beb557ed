package dev.airlock.ledger.audit.shell;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * One thing done to a topic by somebody who should not.
 *
 * @param what in words, for a failure
 * @param tokens the topic afterwards
 * @param names the records of which a finding must name one
 */
record Mutation(String what, Map<Integer, List<Recorded>> tokens, Set<RecordPlace> names) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The ways. */
    enum Kind {
        FIELD_UNSIGNED,
        FIELD_SIGNED_BY_A_STRANGER,
        FIELD_SIGNED_BY_ITS_SEALER,
        BESIDE_THE_SIGNED_BYTES,
        BYTE,
        DROP,
        SWAP,
        DUPLICATE,
        TRUNCATE,
        BACK_DATE,
        ANOTHER_PARTITION,
        SECOND_TOKEN
    }

    /** Which token of the town at which place of a partition. */
    record Spot(int partition, int index, Recorded record, Token token) {
        RecordPlace place() {
            return record.place();
        }
    }

    static Mutation of(Town town, List<Spot> spots, Kind kind, Random random) {
        Map<Integer, List<Recorded>> copy = new HashMap<>();
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            copy.put(partition, new ArrayList<>(town.shelf.records(Topic.TOKENS, partition)));
        }
        Spot spot = spots.get(random.nextInt(spots.size()));
        return switch (kind) {
            case FIELD_UNSIGNED -> {
                ObjectNode json = json(spot.token());
                String what = change(json, random);
                yield replaced(copy, spot, record(spot, json, spot.token().signature()), what, Set.of(spot.place()));
            }
            case FIELD_SIGNED_BY_A_STRANGER -> {
                ObjectNode json = json(spot.token());
                String what = change(json, random);
                if (random.nextBoolean()) {
                    json.put("signer", Town.STRANGER.id().value());
                    if (json.get("chain") instanceof ObjectNode chain) {
                        chain.put("sealer", Town.STRANGER.id().value());
                    }
                }
                yield replaced(copy, spot, signed(spot, json, Town.STRANGER), what, Set.of(spot.place()));
            }
            case FIELD_SIGNED_BY_ITS_SEALER -> {
                ObjectNode json = json(spot.token());
                String what = change(json, random);
                yield replaced(copy, spot, signed(spot, json, Town.keyOf(spot.token())), what, withNext(spots, spot));
            }
            case BESIDE_THE_SIGNED_BYTES -> beside(copy, spot, random);
            case BYTE -> {
                byte[] bytes = spot.record().value().clone();
                int at = random.nextInt(bytes.length);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield replaced(copy, spot, bytes, "byte " + at, Set.of(spot.place()));
            }
            case DROP -> {
                copy.get(spot.partition()).remove(spot.index());
                yield new Mutation("dropped " + spot.place(), copy, around(spots, spot));
            }
            case SWAP -> swap(copy, spots, spot, random);
            case DUPLICATE -> {
                List<Recorded> partition = copy.get(spot.partition());
                // Offsets have gaps, so that the copy gets one of its own and everybody else keeps his.
                int behind = spot.index() + random.nextInt(partition.size() - spot.index());
                var place = RecordPlace.token(
                        spot.partition(), partition.get(behind).place().offset() + 3);
                partition.add(
                        behind + 1,
                        new Recorded(
                                place, spot.record().appended(), spot.record().value()));
                yield new Mutation("duplicated " + spot.place(), copy, Set.of(place));
            }
            case TRUNCATE -> {
                List<Recorded> partition = copy.get(spot.partition());
                partition.subList(spot.index(), partition.size()).clear();
                yield new Mutation("cut from " + spot.place(), copy, cut(spots, spot));
            }
            case BACK_DATE -> backDate(copy, spots, spot, random);
            case ANOTHER_PARTITION -> {
                int other = (spot.partition() + 1 + random.nextInt(Topic.TOKENS.partitions() - 1))
                        % Topic.TOKENS.partitions();
                copy.get(spot.partition()).remove(spot.index());
                var place = RecordPlace.token(other, 1_000_003);
                copy.get(other)
                        .add(new Recorded(
                                place, spot.record().appended(), spot.record().value()));
                yield new Mutation("moved " + spot.place() + " to " + place, copy, Set.of(place));
            }
            case SECOND_TOKEN -> secondToken(town, copy, spot);
        };
    }

    static List<Spot> spots(Town town) {
        Map<String, Token> byId = new HashMap<>();
        town.tokens.forEach(token -> byId.put(token.id().value(), token));
        List<Spot> spots = new ArrayList<>();
        for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
            List<Recorded> records = town.shelf.records(Topic.TOKENS, partition);
            for (int index = 0; index < records.size(); index++) {
                Recorded record = records.get(index);
                spots.add(new Spot(
                        partition, index, record, byId.get(decoded(record).tokenId())));
            }
        }
        return spots;
    }

    private static TokenRecord decoded(Recorded record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(var good)) {
            return good;
        }
        throw new AssertionError(record.place());
    }

    private static Mutation replaced(
            Map<Integer, List<Recorded>> copy, Spot spot, byte[] value, String what, Set<RecordPlace> names) {
        copy.get(spot.partition())
                .set(spot.index(), new Recorded(spot.place(), spot.record().appended(), value));
        return new Mutation(what + " at " + spot.place(), copy, names);
    }

    private static Mutation beside(Map<Integer, List<Recorded>> copy, Spot spot, Random random) {
        TokenRecord real = spot.token().record();
        int field = random.nextInt(9);
        byte[] signature = real.signature().toArray();
        signature[random.nextInt(signature.length)] ^= 1;
        var changed = new TokenRecord(
                field == 0 ? real.session() + "x" : real.session(),
                field == 1 ? real.intentId() + "x" : real.intentId(),
                field == 2 ? new StringBuilder(real.tokenId()).reverse().toString() : real.tokenId(),
                field == 3 ? real.tokenType() + "X" : real.tokenType(),
                field == 4 ? real.status() + 1 : real.status(),
                field == 5 ? real.epoch() + 1 : real.epoch(),
                field == 6 ? real.sequence() + 1 : real.sequence(),
                real.canonical(),
                field == 7 ? Town.hash("another").value() : real.hash(),
                real.keyId(),
                field == 8 ? Bytes.of(signature) : real.signature());
        return replaced(copy, spot, Codecs.TOKEN.encode(changed), "field " + field + " beside", Set.of(spot.place()));
    }

    private static Mutation swap(Map<Integer, List<Recorded>> copy, List<Spot> spots, Spot spot, Random random) {
        List<Spot> chain = chain(spots, spot);
        if (chain.size() < 2) {
            copy.get(spot.partition()).remove(spot.index());
            return new Mutation("dropped " + spot.place(), copy, around(spots, spot));
        }
        Spot other;
        do {
            other = chain.get(random.nextInt(chain.size()));
        } while (other.equals(spot));
        copy.get(spot.partition())
                .set(
                        spot.index(),
                        new Recorded(
                                spot.place(),
                                spot.record().appended(),
                                other.record().value()));
        copy.get(spot.partition())
                .set(
                        other.index(),
                        new Recorded(
                                other.place(),
                                other.record().appended(),
                                spot.record().value()));
        return new Mutation(
                "swapped " + spot.place() + " and " + other.place(), copy, Set.of(spot.place(), other.place()));
    }

    /** Made earlier by the sealer himself, who seals everything behind it again so that every link holds. */
    private static Mutation backDate(Map<Integer, List<Recorded>> copy, List<Spot> spots, Spot spot, Random random) {
        Token token = spot.token();
        var content = token.content();
        long millis = 2_000L + random.nextInt(86_400_000);
        var earlier = new UnsealedToken(
                content.id(),
                content.timestamp().minusMillis(millis),
                content.actor(),
                content.ainsIdentity(),
                content.intent(),
                content.erin(),
                content.eraan(),
                content.eromheen(),
                content.erachter());
        var head = new ChainHead(token.link());
        SigningKey key = Town.keyOf(token);
        for (Spot each : chain(spots, spot)) {
            if (each.index() < spot.index()) {
                continue;
            }
            var next = each.token().link().sequence() == 0 && each.index() > spot.index() ? head.nextEpoch() : head;
            var sealed = Sealer.seal(
                    each.index() == spot.index() ? earlier : each.token().content(), next, key);
            head = sealed.next();
            copy.get(spot.partition())
                    .set(
                            each.index(),
                            new Recorded(each.place(), each.record().appended(), Town.bytes(sealed.token())));
        }
        return new Mutation("back-dated by " + millis + " ms " + spot.place(), copy, Set.of(spot.place()));
    }

    /** A whole and well linked token of an intent that has one, by a sealer who never sealed here. */
    private static Mutation secondToken(Town town, Map<Integer, List<Recorded>> copy, Spot spot) {
        var content = spot.token().content();
        var again = new UnsealedToken(
                new TokenId("018f0000-0000-7000-9000-000000000001"),
                content.timestamp(),
                content.actor(),
                content.ainsIdentity(),
                content.intent(),
                content.erin(),
                content.eraan(),
                content.eromheen(),
                content.erachter());
        SigningKey key = Town.keyOf(spot.token());
        var chain = spot.token().link().chain();
        var last = town.heads().stream()
                .filter(head -> head.chain().equals(chain))
                .findFirst()
                .orElseThrow();
        Token second = Sealer.seal(again, last, key).token();
        var place = RecordPlace.token(spot.partition(), 1_000_003);
        copy.get(spot.partition()).add(new Recorded(place, spot.record().appended(), Town.bytes(second)));
        return new Mutation("a second token of " + spot.place(), copy, Set.of(place));
    }

    private static List<Spot> chain(List<Spot> spots, Spot spot) {
        return spots.stream()
                .filter(each ->
                        each.token().link().chain().equals(spot.token().link().chain()))
                .toList();
    }

    /** The record and the next of its chain: what is signed by the real sealer shows where its hash is named. */
    private static Set<RecordPlace> withNext(List<Spot> spots, Spot spot) {
        Set<RecordPlace> names = new HashSet<>(Set.of(spot.place()));
        List<Spot> chain = chain(spots, spot);
        int at = chain.indexOf(spot);
        if (at + 1 < chain.size()) {
            names.add(chain.get(at + 1).place());
        }
        return names;
    }

    /** Where a hole shows: at the next of the chain, or at its last one. */
    private static Set<RecordPlace> around(List<Spot> spots, Spot spot) {
        List<Spot> chain = chain(spots, spot);
        int at = chain.indexOf(spot);
        if (at + 1 < chain.size()) {
            return Set.of(chain.get(at + 1).place());
        }
        return Set.of(
                at == 0
                        ? RecordPlace.token(spot.partition(), 0)
                        : chain.get(at - 1).place());
    }

    /** The last that is left of each chain that was cut; the partition's beginning where none is. */
    private static Set<RecordPlace> cut(List<Spot> spots, Spot from) {
        Set<RecordPlace> names = new HashSet<>();
        for (Spot lost : spots) {
            if (lost.partition() == from.partition() && lost.index() >= from.index()) {
                names.add(chain(spots, lost).stream()
                        .filter(each -> each.index() < from.index())
                        .reduce((_, later) -> later)
                        .map(Spot::place)
                        .orElse(RecordPlace.token(from.partition(), 0)));
            }
        }
        return names;
    }

    private static ObjectNode json(Token token) {
        try {
            return (ObjectNode) JSON.readTree(token.canonical());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one member at any depth; says which. */
    private static String change(ObjectNode json, Random random) {
        List<ObjectNode> owners = new ArrayList<>();
        List<String> names = new ArrayList<>();
        collect(json, owners, names);
        int chosen = random.nextInt(names.size());
        ObjectNode owner = owners.get(chosen);
        String name = names.get(chosen);
        JsonNode value = owner.get(name);
        if (random.nextInt(10) == 0) {
            owner.remove(name);
            return "removed " + name;
        }
        if (random.nextInt(10) == 0) {
            owner.put(name + "_", 1);
            return "added to " + name;
        }
        if (value.isTextual()) {
            owner.put(name, changed(value.textValue(), random));
        } else if (value.isNumber()) {
            owner.put(name, value.longValue() + 1 + random.nextInt(5));
        } else if (value.isBoolean()) {
            owner.put(name, !value.booleanValue());
        } else if (value instanceof ArrayNode array) {
            array.add("more");
        } else {
            owner.put(name, "nothing of the kind");
        }
        return "changed " + name;
    }

    private static void collect(ObjectNode node, List<ObjectNode> owners, List<String> names) {
        node.properties().forEach(member -> {
            owners.add(node);
            names.add(member.getKey());
            if (member.getValue() instanceof ObjectNode inner) {
                collect(inner, owners, names);
            }
        });
    }

    private static String changed(String text, Random random) {
        int at = random.nextInt(text.length());
        char old = text.charAt(at);
        char fresh = old == '1' ? '2' : '1';
        return text.substring(0, at) + fresh + text.substring(at + 1);
    }

    private static byte[] signed(Spot spot, ObjectNode json, SigningKey key) {
        byte[] canonical = canonical(json);
        return record(spot, json, key.sign(canonical));
    }

    /** The record that says beside the bytes what they say, as far as it can. */
    private static byte[] record(Spot spot, ObjectNode json, byte[] signature) {
        TokenRecord real = spot.token().record();
        byte[] canonical = canonical(json);
        String signer = text(json, "signer", real.keyId());
        try {
            return Codecs.TOKEN.encode(new TokenRecord(
                    text(json.path("eraan"), "session", real.session()),
                    text(json.path("eraan"), "intent_id", real.intentId()),
                    text(json, "token_id", real.tokenId()),
                    text(json, "token_type", real.tokenType()),
                    real.status(),
                    json.path("chain").path("epoch").asLong(real.epoch()),
                    json.path("chain").path("sequence").asLong(real.sequence()),
                    Bytes.of(canonical),
                    Sha256.of(canonical).value(),
                    signer,
                    Bytes.of(signature)));
        } catch (IllegalArgumentException e) {
            throw new AssertionError(json.toString(), e);
        }
    }

    private static String text(JsonNode json, String name, String otherwise) {
        return json.path(name).asText(otherwise).isEmpty()
                ? otherwise
                : json.path(name).asText(otherwise);
    }

    private static byte[] canonical(ObjectNode json) {
        try {
            return new JsonCanonicalizer(json.toString().getBytes(StandardCharsets.UTF_8)).getEncodedUTF8();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
