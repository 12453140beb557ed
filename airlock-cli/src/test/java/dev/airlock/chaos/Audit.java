package dev.airlock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Bus;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the ledger says under read_committed, read with Kafka's own client.
 *
 * @param tokens of each intent
 * @param outputs by the id of their token
 * @param findings what is wrong with the chains
 */
record Audit(Map<IntentKey, List<Token>> tokens, Map<String, List<Output>> outputs, List<ChainFinding> findings) {
    static Audit of(Bus bus, KeyRing ring) {
        var reader = new TokenReader(ring);
        Map<IntentKey, List<Token>> tokens = new HashMap<>();
        Map<Integer, ChainVerifier> chains = new TreeMap<>();
        List<ChainFinding> findings = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : Plain.committed(bus, Topic.TOKENS)) {
            Token token = token(reader, record);
            tokens.computeIfAbsent(token.content().eraan().key(), _ -> new ArrayList<>())
                    .add(token);
            findings.addAll(chains.computeIfAbsent(record.partition(), partition -> new ChainVerifier(partition, 1000))
                    .next(token, record.offset()));
        }
        Map<String, List<Output>> outputs = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : Plain.committed(bus, Topic.OUTPUTS)) {
            if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)) {
                outputs.computeIfAbsent(output.tokenId(), _ -> new ArrayList<>())
                        .add(output);
            }
        }
        return new Audit(tokens, outputs, findings);
    }

    private static Token token(TokenReader reader, ConsumerRecord<byte[], byte[]> record) {
        if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
            try {
                return reader.read(token);
            } catch (TokenRejected e) {
                throw new AssertionError(e);
            }
        }
        throw new AssertionError("no token record at " + record.partition() + "@" + record.offset());
    }

    Token only(IntentKey key) {
        assertThat(tokens.get(key)).as(key.text()).hasSize(1);
        return tokens.get(key).getFirst();
    }

    /** Exactly one token for each of these and for nobody else, each run with its output, and whole chains. */
    void holdsFor(Collection<IntentKey> intents) {
        assertThat(findings).isEmpty();
        assertThat(tokens.keySet()).containsExactlyInAnyOrderElementsOf(intents);
        tokens.forEach(
                (key, all) -> assertThat(all).as("tokens of %s", key.text()).hasSize(1));
        tokens.values().forEach(all -> outputFits(all.getFirst()));
    }

    private void outputFits(Token token) {
        Optional<dev.airlock.provenance.token.Output> said =
                switch (token.content().erin()) {
                    case Erin.Completed completed -> Optional.of(completed.output());
                    case Erin.Killed killed -> killed.output();
                    case Erin.Faulted faulted -> faulted.output();
                    case Erin.Refused _ -> Optional.empty();
                };
        List<Output> kept = outputs.getOrDefault(token.id().value(), List.of());
        assertThat(kept).as("outputs of %s", token).hasSize(said.isPresent() ? 1 : 0);
        said.ifPresent(output -> assertThat(
                        Hashes.output(kept.getFirst().stdout(), kept.getFirst().stderr()))
                .isEqualTo(output.hash().value()));
    }
}
