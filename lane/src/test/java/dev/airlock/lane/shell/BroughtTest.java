package dev.airlock.lane.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.lane.journal.Entry;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroughtTest {
    private static final ChainName OLD = chain();
    private static final ChainName NEW = chain();
    private static final OptionalLong NOBODY_KNOWS = OptionalLong.empty();

    private static ChainName chain() {
        return new ChainName(SigningKey.generate(new SecureRandom()).id(), Lane.FAST, 3);
    }

    private static ChainHead behind(ChainName chain, long epoch, long sequence) {
        var token = new Predecessor.Parent(new TokenId(UUID.randomUUID().toString()), Sha256.of(new byte[] {1}));
        return new ChainHead(new ChainLink(chain, epoch, sequence + 1, token));
    }

    private static boolean holds(Brought brought, long record, ChainHead head) {
        return brought.holds(new Entry(record, new byte[0]), head);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, true", "1, 6, true", "1, 7, true", "1, 8, false", "2, 0, false"})
    void a_token_is_there_if_the_last_of_its_chain_is_not_before_it(long epoch, long sequence, boolean there) {
        for (OptionalLong position : List.of(NOBODY_KNOWS, OptionalLong.of(0), OptionalLong.of(1_000))) {
            var brought = new Brought(Map.of(OLD, behind(OLD, 1, 7), NEW, behind(NEW, 0, 0)), position);
            assertThat(holds(brought, 500, behind(OLD, epoch, sequence)))
                    .as("position %s", position)
                    .isEqualTo(there);
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "9"})
    void of_a_chain_that_was_not_seen_the_position_says_it_however_far_another_is(long epochOfTheOther) {
        var lasts = Map.of(NEW, behind(NEW, epochOfTheOther, 5));
        ChainHead old = behind(OLD, 1, 3);
        assertThat(holds(new Brought(lasts, OptionalLong.of(501)), 500, old)).isTrue();
        assertThat(holds(new Brought(lasts, OptionalLong.of(500)), 500, old)).isFalse();
        assertThat(holds(new Brought(lasts, NOBODY_KNOWS), 500, old)).isFalse();
    }

    @Test
    void heads_of_two_chains_are_not_compared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Chains.follows(behind(OLD, 0, 0), behind(NEW, 0, 0)))
                .withMessageContaining("two chains");
    }
}
