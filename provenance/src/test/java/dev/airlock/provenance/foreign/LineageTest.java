package dev.airlock.provenance.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.foreign.Lineage.End;
import dev.airlock.provenance.foreign.Lineage.Finding;
import dev.airlock.provenance.foreign.Lineage.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LineageTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static ForeignToken token(int number, int parent, String hash, Optional<String> parentHash) {
        return new ForeignToken(
                Form.TIBET_CORE,
                "t" + number,
                "jis:a:b",
                parent == 0 ? Optional.empty() : Optional.of("t" + parent),
                parentHash,
                hash,
                Optional.of(START.plusSeconds(number)),
                ForeignToken.Proof.CONTENT);
    }

    private static ForeignToken token(int number, int parent) {
        return token(number, parent, "h" + number, Optional.empty());
    }

    private static Lineage of(ForeignToken... tokens) {
        Lineage lineage = new Lineage();
        for (ForeignToken token : tokens) {
            assertThat(lineage.add(token)).isEmpty();
        }
        return lineage;
    }

    @Test
    void a_missing_parent_is_a_finding_and_not_the_end_of_the_walk() {
        Lineage lineage = of(token(1, 0), token(3, 2));
        assertThat(lineage.findings()).containsExactly(new Finding("t3", Kind.PARENT_MISSING));
        assertThat(lineage.walk("t3").end()).isEqualTo(End.PARENT_MISSING);
        assertThat(lineage.walk("t1").end()).isEqualTo(End.BEGINNING);
        assertThat(lineage.walk("t9").tokens()).isEmpty();
    }

    @Test
    void a_parent_with_another_hash_than_its_child_says_was_replaced() {
        Lineage lineage = of(token(1, 0, "h1", Optional.empty()), token(2, 1, "h2", Optional.of("another")));
        assertThat(lineage.findings()).containsExactly(new Finding("t2", Kind.PARENT_REPLACED));
    }

    @Test
    void a_child_older_than_its_parent_and_an_id_twice_are_findings() {
        Lineage lineage = of(token(5, 0), token(4, 5));
        assertThat(lineage.findings()).containsExactly(new Finding("t4", Kind.BEFORE_PARENT));
        assertThat(lineage.add(token(5, 0, "other", Optional.empty()))).contains(new Finding("t5", Kind.SAME_ID));
        assertThat(lineage.tokens().get("t5").hash()).isEqualTo("h5");
    }

    @Test
    void circles_end_and_are_told_once_for_each_of_their_tokens() {
        Lineage lineage = of(token(1, 3), token(2, 1), token(3, 2), token(4, 3), token(5, 5));
        assertThat(lineage.findings().stream()
                        .filter(finding -> finding.kind() == Kind.CIRCLE)
                        .map(Finding::token)
                        .collect(Collectors.toList()))
                .containsExactlyInAnyOrder("t1", "t2", "t3", "t5");
        assertThat(lineage.walk("t4").end()).isEqualTo(End.CIRCLE);
        assertThat(lineage.walk("t4").tokens()).hasSize(4);
    }

    @Test
    void a_walk_goes_back_a_hundred_generations() {
        Lineage lineage = new Lineage();
        for (int i = 1; i <= 100_000; i++) {
            assertThat(lineage.add(token(i, i - 1))).isEmpty();
        }
        assertThat(lineage.findings()).isEmpty();
        assertThat(lineage.walk("t101").end()).isEqualTo(End.BEGINNING);
        assertThat(lineage.walk("t102").end()).isEqualTo(End.TOO_FAR);
        assertThat(lineage.walk("t100000").tokens()).hasSize(Lineage.GENERATIONS_MAX + 1);
    }

    @Test
    void an_ancestor_that_was_replaced_is_found_by_the_adoption_and_by_nothing_else() throws Exception {
        Adoption adoption = Adoption.read(
                of(token(1, 0), token(2, 1), token(3, 2)).adopt(START).bytes());
        assertThat(adoption.made()).isEqualTo(START);
        assertThat(of(token(1, 0), token(2, 1), token(3, 2)).findings(adoption)).isEmpty();
        Lineage forged = of(token(1, 0), token(2, 1, "rehashed", Optional.empty()), token(3, 2));
        assertThat(forged.findings()).isEmpty();
        assertThat(forged.findings(adoption))
                .containsExactly(new Finding("t2", Kind.REPLACED), new Finding("t3", Kind.PARENT_REPLACED));
        assertThat(of(token(1, 0), token(3, 2)).findings(adoption)).contains(new Finding("t2", Kind.GONE));
        assertThat(new Finding("t2", Kind.GONE).text()).isEqualTo("t2: it was taken in, and is not there any more");
    }

    @Test
    void what_does_not_hold_is_not_taken_in() {
        assertThatThrownBy(() -> of(token(3, 2)).adopt(START)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytes_that_are_no_adoption_are_refused() {
        for (String text : new String[] {
            "",
            "{}",
            "{\"made\":\"now\",\"version\":1}\n",
            "{\"made\":\"2026-01-01T00:00:00Z\",\"version\":1}\n{\"hash\":\"a\",\"token_id\":\"b\"}\n{\"hash\":\"a\",\"token_id\":\"b\"}\n"
        }) {
            assertThatThrownBy(() -> Adoption.read(text.getBytes(UTF_8))).isInstanceOf(ForeignRejected.class);
        }
    }
}
