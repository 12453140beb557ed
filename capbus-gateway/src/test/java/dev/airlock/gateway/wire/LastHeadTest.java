package dev.airlock.gateway.wire;

import static dev.airlock.gateway.Samples.GATEWAY;
import static dev.airlock.gateway.Samples.NOW;
import static dev.airlock.gateway.Samples.RING;
import static dev.airlock.gateway.Samples.ask;
import static dev.airlock.gateway.Samples.stale;
import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Sealer.Sealed;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Refusal;
import dev.airlock.schemas.model.RefusalKind;
import dev.airlock.schemas.wire.Codecs;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LastHeadTest {
    private static final ChainName CHAIN = new ChainName(GATEWAY.id(), Lane.BUS, 3);

    private final LastHead last = new LastHead(CHAIN, RING);

    private static Sealed behind(ChainHead head) {
        var content = RefusalTokens.of(
                new TokenId(UUID.randomUUID().toString()),
                NOW,
                ask().screening(),
                stale(),
                new Refusal(RefusalKind.POLICY, "test", "a test says no"));
        return Sealer.seal(content, head, GATEWAY);
    }

    private void see(Sealed sealed) {
        last.see(Codecs.TOKEN.encode(sealed.token().record()));
    }

    @Test
    void the_end_is_behind_the_last_token() {
        assertThat(last.head()).isEmpty();
        Sealed first = behind(ChainHead.genesis(CHAIN));
        see(first);
        assertThat(last.head()).contains(first.next());
        Sealed second = behind(first.next());
        see(second);
        assertThat(last.head()).contains(second.next());
        Sealed nextEpoch = behind(second.next().nextEpoch());
        see(nextEpoch);
        assertThat(last.head()).contains(nextEpoch.next());
    }

    @Test
    void a_genuine_token_that_somebody_wrote_again_leads_no_chain_back() {
        Sealed first = behind(ChainHead.genesis(CHAIN));
        Sealed second = behind(first.next());
        Sealed nextEpoch = behind(second.next().nextEpoch());
        see(first);
        see(second);
        see(first);
        assertThat(last.head()).contains(second.next());
        see(nextEpoch);
        see(second);
        assertThat(last.head()).contains(nextEpoch.next());
    }

    @Test
    void another_chains_token_and_what_is_none_end_nothing() {
        Sealed first = behind(ChainHead.genesis(CHAIN));
        see(first);
        see(behind(ChainHead.genesis(new ChainName(GATEWAY.id(), Lane.BUS, 4))));
        last.see(new byte[] {1, 2, 3});
        assertThat(last.head()).contains(first.next());
    }
}
