package dev.airlock.schemas.delegations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.delegations.DelegationCheck.Use;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Acting;
import dev.airlock.schemas.model.Delegation;
import dev.airlock.schemas.model.Link;
import dev.airlock.schemas.model.Link.Issuer;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Rights;
import dev.airlock.schemas.wire.Delegations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelegationCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
    private static final List<SigningKey> KEYS =
            IntStream.range(0, 19).mapToObj(DelegationCheckTest::key).toList();

    private static SigningKey key(int number) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        seed[0] = (byte) (number + 1);
        return SigningKey.fromSeed(seed);
    }

    private static String id(int number) {
        return KEYS.get(number).id().value();
    }

    private static Rights rights() {
        return rights(List.of("shell:*"), 128, 5_000, Origin.INTERNAL);
    }

    private static Rights rights(List<String> intents, int mib, int millis, Origin ceiling) {
        return new Rights(intents, mib, millis, ceiling);
    }

    private static Link link(List<Link> above, int subject, Rights rights, Duration lives, long epoch) {
        Optional<String> parent =
                above.isEmpty() ? Optional.empty() : Optional.of(above.getLast().hash());
        return link(parent, above.size(), subject - 1, subject, rights, lives, epoch, "0".repeat(16));
    }

    private static Link link(
            Optional<String> parent,
            int depth,
            int issuer,
            int subject,
            Rights rights,
            Duration lives,
            long epoch,
            String nonce) {
        var delegation = new Delegation(parent, id(issuer), id(subject), rights, NOW.plus(lives), epoch, depth, nonce);
        return opened(delegation, new Issuer.Signed("jis:key-" + issuer, Origin.OPERATOR));
    }

    private static Link opened(Delegation delegation, Issuer issuer) {
        return new Link(Delegations.hash(delegation), delegation, issuer, Optional.empty());
    }

    private static List<Link> takenBack(List<Link> chain, String hash) {
        return chain.stream()
                .map(link -> link.hash().equals(hash)
                        ? new Link(hash, link.delegation(), link.issuer(), Optional.of("the work is done"))
                        : link)
                .toList();
    }

    /** Root to key 1 to key 2 and so on. */
    private static List<Link> chain(int length) {
        List<Link> chain = new ArrayList<>();
        for (int i = 1; i <= length; i++) {
            chain.add(link(chain, i, rights(), Duration.ofHours(1), 3));
        }
        return chain;
    }

    private static DelegationCheck check() {
        return new DelegationCheck(3);
    }

    private static Use use(int subject) {
        return new Use(id(subject), "shell:ls", 64, 1_000, Origin.EXTERNAL);
    }

    private static Optional<String> objection(List<Link> chain) {
        return check().objection(chain, use(chain.size()), NOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17})
    void a_chain_from_a_root_lets_its_last_subject_do_what_it_says(int length) {
        assertThat(objection(chain(length))).isEmpty();
    }

    @Test
    void no_chain_and_one_that_is_too_deep_let_nobody_do_anything() {
        assertThat(check().objection(List.of(), use(1), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("0 delegations"));
        List<Link> deep = new ArrayList<>(chain(17));
        deep.add(deep.getLast());
        assertThat(check().objection(deep, use(17), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("18 delegations"));
    }

    @ParameterizedTest
    @CsvSource({
        "code:execute, 64, 1000, EXTERNAL, is not delegated", "shell:ls, 129, 1000, EXTERNAL, asks for more",
        "shell:ls, 64, 5001, EXTERNAL, asks for more", "shell:ls, 64, 1000, LOCAL, asks for more"
    })
    void more_than_is_delegated_is_refused(String intent, int mib, int millis, Origin origin, String why) {
        var use = new Use(id(2), intent, mib, millis, origin);
        assertThat(check().objection(chain(2), use, NOW))
                .hasValueSatisfying(text -> assertThat(text).contains(why));
    }

    @Test
    void a_use_says_what_the_run_gets_and_not_that_it_gets_the_default() {
        assertThatThrownBy(() -> new Use(id(1), "shell:ls", 0, 1, Origin.LOCAL))
                .hasMessageContaining("memory_mib is 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void the_expiry_of_every_link_counts_and_not_the_leafs_alone(int at) {
        List<Link> chain = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            chain.add(link(chain, i, rights(), i - 1 == at ? Duration.ZERO : Duration.ofHours(1), 3));
        }
        assertThat(objection(chain)).hasValueSatisfying(why -> assertThat(why).contains("expired at " + NOW));
        assertThat(check().objection(chain, use(3), NOW.minusNanos(1))).isEmpty();
    }

    @Test
    void an_old_epoch_counts_no_more_anywhere() {
        List<Link> chain = new ArrayList<>(List.of(link(List.of(), 1, rights(), Duration.ofHours(1), 2)));
        chain.add(link(chain, 2, rights(), Duration.ofHours(1), 3));
        assertThat(objection(chain)).hasValueSatisfying(why -> assertThat(why).contains("is of epoch 2"));
    }

    @Test
    void a_childs_epoch_is_not_older_than_its_parents() {
        List<Link> chain = new ArrayList<>(List.of(link(List.of(), 1, rights(), Duration.ofHours(1), 4)));
        chain.add(link(chain, 2, rights(), Duration.ofHours(1), 3));
        assertThat(objection(chain)).hasValueSatisfying(why -> assertThat(why).contains("older epoch than its parent"));
    }

    @ParameterizedTest
    @CsvSource({
        "code:execute, 128, 5000, INTERNAL",
        "shell:*, 129, 5000, INTERNAL",
        "shell:*, 128, 5001, INTERNAL",
        "shell:*, 128, 5000, LOCAL"
    })
    void nobody_hands_on_more_than_he_has_at_any_depth(String intent, int mib, int millis, Origin ceiling) {
        for (int at = 2; at <= 4; at++) {
            List<Link> chain = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                // The leaf always has shell:ls, so that it is the attenuation that objects.
                Rights more = rights(List.of("shell:ls", intent), mib, millis, ceiling);
                chain.add(link(chain, i, i >= at ? more : rights(), Duration.ofHours(1), 3));
            }
            assertThat(objection(chain))
                    .hasValueSatisfying(why -> assertThat(why).contains("hands on more"));
        }
    }

    @Test
    void an_issuer_whose_word_does_not_count_ends_the_chain_wherever_he_stands() {
        for (int at = 0; at < 3; at++) {
            List<Link> chain = new ArrayList<>(chain(3));
            chain.set(at, opened(chain.get(at).delegation(), new Issuer.Barred("the key is revoked: lost")));
            assertThat(objection(chain)).hasValueSatisfying(why -> assertThat(why)
                    .contains("counts for nothing: the key is revoked: lost"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void nobody_gives_more_than_he_is_himself_whatever_was_given_to_him(int at) {
        List<Link> chain = new ArrayList<>(chain(3));
        chain.set(at, opened(chain.get(at).delegation(), new Issuer.Signed("jis:acme:crawler", Origin.EXTERNAL)));
        assertThat(objection(chain)).hasValueSatisfying(why -> assertThat(why)
                .contains("gives INTERNAL, and jis:acme:crawler is EXTERNAL"));
    }

    @Test
    void what_stands_first_rests_on_nothing() {
        assertThat(check().objection(chain(3).subList(1, 3), use(3), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("rests on another one, which is not there"));
    }

    @Test
    void a_link_rests_on_the_one_before_it_and_is_given_by_its_subject() {
        List<Link> chain = chain(2);
        Link stranger =
                link(Optional.of(chain.getLast().hash()), 2, 7, 8, rights(), Duration.ofHours(1), 3, "0".repeat(16));
        assertThat(check().objection(List.of(chain.get(0), chain.get(1), stranger), use(8), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("was given to " + id(2)));
        Link leap =
                link(Optional.of(chain.getFirst().hash()), 2, 2, 3, rights(), Duration.ofHours(1), 3, "0".repeat(16));
        assertThat(check().objection(List.of(chain.get(0), chain.get(1), leap), use(3), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("does not rest on"));
    }

    @Test
    void a_delegation_serves_its_subject_and_nobody_who_found_it() {
        assertThat(check().objection(chain(2), use(1), NOW))
                .hasValueSatisfying(why -> assertThat(why).contains("and not for " + id(1)));
    }

    @Test
    void a_revocation_ends_the_delegation_and_all_below_it() {
        List<Link> chain = chain(4);
        for (Link link : chain) {
            assertThat(objection(takenBack(chain, link.hash())))
                    .contains(link.hash() + ", and all that rests on it: the work is done");
        }
        assertThat(objection(takenBack(chain, chain.getLast().hash()).subList(0, 3)))
                .isEmpty();
    }

    @Test
    void a_revoked_delegation_that_is_issued_again_under_another_label_does_not_bring_its_revoked_parent_back() {
        List<Link> chain = chain(2);
        String revokedParent = chain.getFirst().hash();
        Link again = link(Optional.of(revokedParent), 1, 1, 2, rights(), Duration.ofHours(1), 3, "1".repeat(16));
        assertThat(again.hash()).isNotEqualTo(chain.getLast().hash());
        assertThat(objection(takenBack(List.of(chain.getFirst(), again), revokedParent)))
                .isPresent();
    }

    @Test
    void who_acts_for_others_says_for_whom_and_counts_at_most_as_the_last_of_them_says() {
        var acting = new Acting(Optional.of(id(2)), chain(2));
        assertThat(acting.alone()).isFalse();
        assertThat(acting.names()).containsExactly("jis:key-0", "jis:key-1");
        assertThat(acting.ceiling()).contains(Origin.INTERNAL);
        assertThat(Acting.ALONE.ceiling()).isEmpty();
        assertThat(Acting.ALONE.alone()).isTrue();
    }
}
