package dev.airlock.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.schemas.model.Lane;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChainHeadTest {
    private static final ChainHead GENESIS = ChainHead.genesis(Samples.CHAIN);
    private static final Sealer.Sealed FIRST = Sealer.seal(Samples.completed(1), GENESIS, Samples.EXECUTOR);

    static Stream<ChainHead> heads() {
        return Stream.of(
                GENESIS,
                FIRST.next(),
                FIRST.next().nextEpoch(),
                ChainHead.genesis(new ChainName(Samples.GATEWAY.id(), Lane.FAST, 65_535)),
                new ChainHead(new ChainLink(
                        Samples.CHAIN,
                        (1L << 53) - 1,
                        (1L << 53) - 1,
                        new Predecessor.Parent(Samples.id(1), Samples.hash("x")))));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void the_text_is_short_plain_and_read_back_exactly(ChainHead head) {
        assertThat(head.text()).matches("[A-Za-z0-9:_-]{50,200}");
        assertThat(ChainHead.parse(head.text())).isEqualTo(head);
    }

    @ParameterizedTest
    @MethodSource("heads")
    void no_other_text_is_read_as_the_same_head(ChainHead head) {
        Random random = new Random(20_260_101);
        String text = head.text();
        List<String> others = Stream.concat(
                        Stream.of(
                                "",
                                " " + text,
                                text + "\n",
                                text + ":",
                                text.replace("h1:", "h2:"),
                                text.toUpperCase(java.util.Locale.ROOT)),
                        Stream.generate(() -> mutated(text, random)).limit(2_000))
                .filter(other -> !other.equals(text))
                .toList();
        for (String other : others) {
            assertThat(readOrNothing(other)).as(other).isNotEqualTo(head);
        }
    }

    @Test
    void a_text_of_another_version_or_with_stray_bits_is_refused() {
        String text = FIRST.next().text();
        String lastChanged = text.substring(0, text.length() - 1) + (char) (text.charAt(text.length() - 1) + 1);

        assertThatIllegalArgumentException().isThrownBy(() -> ChainHead.parse("h2" + text.substring(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> ChainHead.parse(lastChanged));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainHead.parse(GENESIS.text().replace(":0:0:n", ":0:1:n")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChainHead.parse(GENESIS.text().replace(":0:0:n", ":00:0:n")));
    }

    @Test
    void the_next_epoch_names_the_last_token_of_this_one() {
        ChainHead second = FIRST.next().nextEpoch();

        assertThat(second.next().predecessor())
                .isEqualTo(new Predecessor.PreviousEpoch(0, 0, FIRST.token().hash()));
        assertThat(second.epoch()).isEqualTo(1);
        assertThat(second.next().sequence()).isZero();
        assertThat(second.hash()).contains(FIRST.token().hash());
    }

    @Test
    void an_epoch_without_a_token_is_not_left() {
        assertThat(GENESIS.nextEpoch()).isEqualTo(GENESIS);
        assertThat(FIRST.next().nextEpoch().nextEpoch()).isEqualTo(FIRST.next().nextEpoch());
    }

    @Test
    void a_key_cannot_seal_in_the_chain_of_another() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sealer.seal(Samples.completed(1), GENESIS, Samples.GATEWAY));
    }

    @Test
    void sealing_again_from_the_same_head_gives_the_same_token() {
        assertThat(Sealer.seal(Samples.completed(1), GENESIS, Samples.EXECUTOR)).isEqualTo(FIRST);
        assertThat(ChainHead.after(FIRST.token())).isEqualTo(FIRST.next());
    }

    private static Object readOrNothing(String text) {
        try {
            return ChainHead.parse(text);
        } catch (IllegalArgumentException e) {
            return e;
        }
    }

    private static String mutated(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
            case 0 -> changed.setCharAt(at, (char) (33 + random.nextInt(94)));
            case 1 -> changed.deleteCharAt(at);
            case 2 -> changed.insert(at, (char) (33 + random.nextInt(94)));
            default -> throw new AssertionError();
        }
        return changed.toString();
    }
}
