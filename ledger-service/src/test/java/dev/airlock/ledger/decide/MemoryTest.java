package dev.airlock.ledger.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Summit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryTest {
    private static final Memory NOTHING = new Memory(3, Optional.empty());
    private static final Memory TEN = new Memory(3, Optional.of(at(10, "a")));

    private static Summit at(long size, String root) {
        return new Summit(size, root, 2 * size);
    }

    @Test
    void who_has_signed_nothing_may_sign_anything() {
        assertThat(NOTHING.known()).isZero();
        assertThat(NOTHING.maySign(at(1, "x"))).isTrue();
        assertThat(NOTHING.contradiction(at(1, "x"))).isEmpty();
        assertThat(NOTHING.shortfall(at(0, "x"))).isEmpty();
    }

    @Test
    void nothing_smaller_than_what_was_signed_is_signed_again() {
        assertThat(TEN.maySign(at(9, "z"))).isFalse();
        assertThat(TEN.maySign(at(10, "a"))).isTrue();
        assertThat(TEN.maySign(at(10, "b"))).isFalse();
        assertThat(TEN.maySign(at(11, "c"))).isTrue();
    }

    @Test
    void another_root_at_the_signed_size_is_a_fork() {
        assertThat(TEN.contradiction(at(10, "a"))).isEmpty();
        assertThat(TEN.contradiction(at(11, "b"))).isEmpty();
        Incident fork = TEN.contradiction(at(10, "b")).orElseThrow();
        assertThat(fork.kind()).isEqualTo(Incident.Kind.FORK);
        assertThat(fork.partition()).isEqualTo(3);
        assertThat(fork.index()).isEqualTo(9);
        assertThat(fork.reason()).contains("root b", "signed a");
    }

    @Test
    void a_topic_that_ends_before_what_was_signed_was_cut() {
        assertThat(TEN.shortfall(at(10, "a"))).isEmpty();
        assertThat(TEN.shortfall(at(9, "z")).orElseThrow().kind()).isEqualTo(Incident.Kind.TRUNCATED);
    }

    @Test
    void of_several_heads_the_newest_counts_in_whatever_order_they_come() {
        Memory one = NOTHING.recall(at(5, "e")).memory().recall(at(7, "g")).memory();
        Memory other = NOTHING.recall(at(7, "g")).memory().recall(at(5, "e")).memory();
        assertThat(one).isEqualTo(other);
        assertThat(one.known()).isEqualTo(7);
    }

    @Test
    void two_heads_of_one_size_that_disagree_are_a_fork_by_themselves() {
        assertThat(TEN.recall(at(10, "a")).incident()).isEmpty();
        assertThat(TEN.recall(at(10, "b")).incident().orElseThrow().kind()).isEqualTo(Incident.Kind.FORK);
        assertThat(TEN.recall(at(10, "b")).memory()).isEqualTo(TEN);
    }
}
