package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.lane.Samples;
import dev.airlock.lane.decide.Interrupted;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.TokenRecord;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LastTokenTest {
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final ChainName CHAIN = new ChainName(KEY.id(), Lane.FAST, 3);
    /** By its term the key had no more to seal when it did. */
    private static final KeyRing RING = KeyRing.of(
            Map.of(KEY.id(), new KeyRing.Holder(KeyRole.EXECUTOR, "executor@was-0123456789ab")),
            Map.of(KEY.id(), KeyTerm.ALWAYS.ending(Samples.NOW.minusSeconds(60))));

    private final LastToken last = new LastToken(CHAIN, new TokenReader(RING.timeless()));

    private static List<Sealer.Sealed> sealed(ChainName chain, int count) {
        List<Sealer.Sealed> sealed = new ArrayList<>();
        ChainHead head = ChainHead.genesis(chain);
        for (int i = 0; i < count; i++) {
            var content = Interrupted.token(
                    Samples.begun("i-" + i), new TokenId(UUID.randomUUID().toString()), "jis:test:lane", Samples.NOW);
            sealed.add(Sealer.seal(content, i == count / 2 ? head.nextEpoch() : head, KEY));
            head = sealed.getLast().next();
        }
        return sealed;
    }

    private static TokenRecord forged(TokenRecord as, long epoch) {
        return new TokenRecord(
                as.session(),
                as.intentId(),
                as.tokenId(),
                as.tokenType(),
                as.status(),
                epoch,
                as.sequence(),
                as.canonical(),
                as.hash(),
                as.keyId(),
                Bytes.of(new byte[64]));
    }

    @Test
    void it_is_found_among_many_whether_its_key_counts_or_not() {
        List<Sealer.Sealed> chain = sealed(CHAIN, 150);
        chain.forEach(one -> last.add(one.token().record()));
        assertThat(last.head()).contains(chain.getLast().next());
        assertThat(last.head().orElseThrow().epoch()).isEqualTo(1);
    }

    @Test
    void forged_ones_and_those_of_another_chain_are_passed_over_however_many_they_are() {
        List<Sealer.Sealed> chain = sealed(CHAIN, 4);
        chain.forEach(one -> last.add(one.token().record()));
        for (int i = 0; i < 200; i++) {
            last.add(forged(chain.getLast().token().record(), 9));
        }
        sealed(new ChainName(KEY.id(), Lane.FAST, 4), 20)
                .forEach(one -> last.add(one.token().record()));
        assertThat(last.head()).contains(chain.getLast().next());
    }

    @Test
    void a_second_copy_of_an_older_one_takes_nothing_back() {
        List<Sealer.Sealed> chain = sealed(CHAIN, 4);
        chain.forEach(one -> last.add(one.token().record()));
        assertThat(last.head()).contains(chain.getLast().next());
        last.add(chain.getFirst().token().record());
        assertThat(last.head()).contains(chain.getLast().next());
    }

    @Test
    void without_a_token_there_is_none() {
        assertThat(last.head()).isEqualTo(Optional.empty());
    }
}
