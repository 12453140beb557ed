package dev.airlock.road.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Standing;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTermsTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path directory;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private KeyFiles keys;
    private KeyTerms terms;

    @BeforeEach
    void open() {
        keys = new KeyFiles(directory, RANDOM);
        terms = new KeyTerms(directory);
    }

    @Test
    void a_rotated_key_gives_way_and_its_public_half_stays_for_what_it_sealed() throws Exception {
        SigningKey old = keys.loadOrCreate("executor@host2");
        KeyTerms.Rotation rotation = terms.rotate("executor@host2", now, Duration.ofHours(1), RANDOM);
        SigningKey next = keys.loadOrCreate("executor@host2");

        assertThat(rotation.oldKey()).isEqualTo(old.id());
        assertThat(rotation.newKey()).isEqualTo(next.id()).isNotEqualTo(old.id());
        KeyRing ring = keys.ring();
        assertThat(ring.holder(old.id()).orElseThrow().role()).isEqualTo(KeyRole.EXECUTOR);
        assertThat(ring.holder(old.id()).orElseThrow().name())
                .isEqualTo(rotation.oldName())
                .startsWith("executor@host2.was-");
        KeyTerm oldTerm = ring.term(old.id()).orElseThrow();
        assertThat(oldTerm.at(now.plusSeconds(3599))).isEqualTo(Standing.GOOD);
        assertThat(oldTerm.at(now.plusSeconds(3600))).isEqualTo(Standing.EXPIRED);
        assertThat(ring.term(next.id()).orElseThrow().at(now.minusSeconds(1))).isEqualTo(Standing.NOT_YET);
        assertThat(directory.resolve(rotation.oldName() + ".key")).doesNotExist();
    }

    @Test
    void key_after_key_is_rotated_and_all_stay() throws Exception {
        keys.loadOrCreate("gateway");
        for (int i = 0; i < 3; i++) {
            terms.rotate("gateway", now.plusSeconds(i), Duration.ZERO, RANDOM);
        }
        assertThat(keys.ring().ids()).hasSize(4);
        assertThat(keys.exportPublic())
                .filteredOn(key -> key.term().until().isPresent())
                .hasSize(3);
    }

    @Test
    void a_key_is_told_by_its_name_to_have_given_way_to_its_own_successor_only() throws Exception {
        for (String name : new String[] {"executor", "executor@host2"}) {
            keys.loadOrCreate(name);
            KeyTerms.Rotation first = terms.rotate(name, now, Duration.ZERO, RANDOM);
            KeyTerms.Rotation second = terms.rotate(name, now.plusSeconds(1), Duration.ZERO, RANDOM);
            assertThat(KeyTerms.gaveWay(first.oldKey(), first.oldName(), name)).isTrue();
            assertThat(KeyTerms.gaveWay(second.oldKey(), second.oldName(), name))
                    .isTrue();
            assertThat(KeyTerms.gaveWay(second.newKey(), name, name)).isFalse();
            assertThat(KeyTerms.gaveWay(second.newKey(), first.oldName(), name)).isFalse();
            assertThat(KeyTerms.gaveWay(first.oldKey(), first.oldName(), "gateway"))
                    .isFalse();
            assertThat(KeyTerms.gaveWay(first.oldKey(), first.oldName(), "executor@host3"))
                    .isFalse();
            assertThat(KeyTerms.gaveWay(first.oldKey(), first.oldName(), "no key's name"))
                    .isFalse();
        }
    }

    @Test
    void all_keys_that_gave_way_to_one_another_have_one_place_and_others_have_theirs() throws Exception {
        for (String name : new String[] {"executor", "executor@host2", "executor@was-here"}) {
            keys.loadOrCreate(name);
            KeyTerms.Rotation first = terms.rotate(name, now, Duration.ZERO, RANDOM);
            KeyTerms.Rotation second = terms.rotate(name, now.plusSeconds(1), Duration.ZERO, RANDOM);
            Function<KeyId, String> places = KeyTerms.places(keys.ring());
            assertThat(List.of(first.oldKey(), second.oldKey(), second.newKey()))
                    .extracting(places::apply)
                    .containsOnly(name);
        }
        KeyId stranger = SigningKey.generate(RANDOM).id();
        assertThat(KeyTerms.places(keys.ring()).apply(stranger)).isEqualTo(stranger.value());
    }

    @Test
    void a_rotation_that_was_broken_off_is_brought_to_its_end() throws Exception {
        SigningKey old = keys.loadOrCreate("executor");
        SigningKey next = SigningKey.generate(RANDOM);
        PrivateFile.replace(directory.resolve("executor.key"), next.pkcs8Pem(), PrivateFile.OWNER_ONLY);
        assertThatThrownBy(() -> keys.loadOrCreate("executor")).isInstanceOf(KeyFileRejected.class);

        KeyTerms.Rotation rotation = terms.rotate("executor", now, Duration.ZERO, RANDOM);
        assertThat(rotation.oldKey()).isEqualTo(old.id());
        assertThat(keys.loadOrCreate("executor").id()).isEqualTo(next.id());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void a_rotation_that_was_broken_off_after_any_file_is_ended_by_the_next(int files) throws Exception {
        SigningKey first = keys.loadOrCreate("executor@host2");
        terms.rotate("executor@host2", now.minusSeconds(60), Duration.ZERO, RANDOM);
        SigningKey old = keys.loadOrCreate("executor@host2");
        KeyTerm before = keys.ring().term(old.id()).orElseThrow();
        boolean whole = BrokenOff.whole(() -> new KeyTerms(directory, new BrokenOff(files))
                .rotate("executor@host2", now.minusSeconds(30), Duration.ofHours(1), RANDOM));
        assertThat(whole).isEqualTo(files == 5);
        assertThat(BrokenOff.texts(directory)).containsValue(old.verifyingKey().spkiPem());
        if (files > 1 && files < 5) {
            assertThatThrownBy(() -> keys.loadOrCreate("executor@host2"))
                    .isInstanceOf(KeyFileRejected.class)
                    .hasMessageContaining("airlock keys rotate executor@host2")
                    .hasMessageNotContaining("remove");
        }
        if (files == 3 || files == 4) {
            assertThatThrownBy(keys::ring)
                    .hasMessageContaining("airlock keys rotate executor@host2")
                    .hasMessageNotContaining("remove");
            assertThatThrownBy(() -> terms.revoke("executor@host2", new Revocation(now, Why.RETIRED, "x")))
                    .isInstanceOf(KeyFileRejected.class)
                    .hasMessageContaining("giving way");
        }

        KeyTerms.Rotation rotation = terms.rotate("executor@host2", now, Duration.ofHours(1), RANDOM);
        SigningKey next = keys.loadOrCreate("executor@host2");
        KeyRing ring = keys.ring();
        assertThat(rotation.newKey()).isEqualTo(next.id());
        assertThat(ring.ids()).hasSize(files == 5 ? 4 : 3).contains(first.id(), old.id(), next.id());
        assertThat(ring.term(next.id())).contains(new KeyTerm(now, Optional.empty(), Optional.empty()));
        KeyTerm oldTerm = ring.term(old.id()).orElseThrow();
        assertThat(oldTerm.from()).isEqualTo(before.from());
        assertThat(oldTerm.until().orElseThrow()).isBetween(now.plusSeconds(3570), now.plusSeconds(3600));
    }

    @Test
    void a_rotation_of_before_that_lost_the_public_file_ends_too() throws Exception {
        SigningKey old = keys.loadOrCreate("executor");
        KeyTerms.Rotation rotation = terms.rotate("executor", now.minusSeconds(5), Duration.ofHours(1), RANDOM);
        Files.delete(directory.resolve("executor.pub"));

        terms.rotate("executor", now, Duration.ZERO, RANDOM);
        KeyRing ring = keys.ring();
        assertThat(ring.holder(keys.loadOrCreate("executor").id()).orElseThrow().name())
                .isEqualTo("executor");
        assertThat(ring.holder(old.id()).orElseThrow().name()).isEqualTo(rotation.oldName());
    }

    @Test
    void a_rotation_leads_to_a_hybrid_key_and_back_and_says_nothing_else_by_itself() throws Exception {
        SigningKey plain = keys.loadOrCreate("executor");
        terms.rotate("executor", now, Duration.ZERO, KeyTerms.Form.HYBRID, RANDOM);
        SigningKey hybrid = keys.loadOrCreate("executor");
        terms.rotate("executor", now.plusSeconds(1), Duration.ZERO, RANDOM);
        SigningKey kept = new KeyFiles(directory, RANDOM).load("executor").orElseThrow();
        terms.rotate("executor", now.plusSeconds(2), Duration.ZERO, KeyTerms.Form.PLAIN, RANDOM);
        SigningKey back = keys.load("executor").orElseThrow();

        assertThat(hybrid.id().isHybrid()).isTrue();
        assertThat(kept.id().isHybrid())
                .as("what was hybrid stays so unless somebody says otherwise")
                .isTrue();
        assertThat(back.id().isHybrid()).isFalse();
        KeyRing ring = keys.ring();
        assertThat(ring.ids()).containsExactlyInAnyOrder(plain.id(), hybrid.id(), kept.id(), back.id());
        byte[] body = {1, 2, 3};
        ring.verifySeal(hybrid.id(), body, hybrid.seal(body));
        ring.verifySeal(plain.id(), body, plain.seal(body));
        assertThatThrownBy(() -> ring.verifySeal(hybrid.id(), body, hybrid.sign(body)))
                .hasMessageContaining("second signature is missing");
        assertThat(ring.term(hybrid.id()).orElseThrow().at(now)).isEqualTo(Standing.GOOD);
        assertThat(ring.term(hybrid.id()).orElseThrow().at(now.plusSeconds(1))).isEqualTo(Standing.EXPIRED);
    }

    @Test
    void a_rotation_to_hybrid_that_was_broken_off_ends_with_that_hybrid_key() throws Exception {
        keys.loadOrCreate("executor");
        SigningKey next = SigningKey.generateHybrid(RANDOM);
        PrivateFile.replace(directory.resolve("executor.key"), next.pkcs8Pem(), PrivateFile.OWNER_ONLY);

        terms.rotate("executor", now, Duration.ZERO, RANDOM);
        assertThat(keys.loadOrCreate("executor").id()).isEqualTo(next.id());
    }

    @Test
    void a_revoked_hybrid_key_is_not_taken_for_signing() throws Exception {
        keys.sealing(true).loadOrCreate("gateway");
        terms.revoke("gateway", new Revocation(now, Why.RETIRED, "old"));
        assertThatThrownBy(() -> keys.sealing(true).loadOrCreate("gateway"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("airlock keys rotate gateway");
    }

    @Test
    void a_revoked_key_is_not_taken_for_signing_until_it_is_rotated() throws Exception {
        SigningKey old = keys.loadOrCreate("executor");
        terms.revoke("executor", new Revocation(now, Why.COMPROMISED, "stolen"));
        assertThatThrownBy(() -> keys.loadOrCreate("executor"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("airlock keys rotate executor");

        KeyTerms.Rotation rotation = terms.rotate("executor", now, Duration.ofHours(1), RANDOM);
        assertThat(keys.loadOrCreate("executor").id()).isEqualTo(rotation.newKey());
        assertThat(keys.ring()
                        .term(old.id())
                        .orElseThrow()
                        .revocation()
                        .orElseThrow()
                        .why())
                .isEqualTo(Why.COMPROMISED);
    }

    @Test
    void only_sealers_keys_that_are_there_have_terms() throws Exception {
        keys.loadOrCreate("operator");
        for (String name : new String[] {"operator", "executor", "nobody", "../executor"}) {
            assertThatThrownBy(() -> terms.rotate(name, now, Duration.ZERO, RANDOM))
                    .isInstanceOf(KeyFileRejected.class);
            assertThatThrownBy(() -> terms.revoke(name, new Revocation(now, Why.RETIRED, "x")))
                    .isInstanceOf(KeyFileRejected.class);
        }
        assertThat(keys.ring().ids()).hasSize(1);
    }

    @Test
    void a_term_that_cannot_be_read_trusts_nobody() throws Exception {
        keys.loadOrCreate("executor");
        Path term = Files.writeString(directory.resolve("executor.term"), "from then on\n");
        assertThatThrownBy(() -> keys.ring())
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("executor.term");
        Files.setPosixFilePermissions(term, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> keys.ring()).hasMessageContaining("others may write to it");
    }

    @Test
    void a_term_comes_along_when_a_key_is_trusted_elsewhere() throws Exception {
        keys.loadOrCreate("executor");
        terms.revoke("executor", new Revocation(now, Why.RETIRED, "moved"));
        var other = new KeyFiles(directory.resolve("other"), RANDOM);
        other.trust(keys.exportPublic().getFirst());
        assertThat(other.exportPublic()).isEqualTo(keys.exportPublic());
    }

    @Test
    void the_narrower_of_two_terms_counts_where_a_key_is_trusted_elsewhere() throws Exception {
        keys.loadOrCreate("executor");
        var other = new KeyFiles(directory.resolve("other"), RANDOM);
        terms.rotate("executor", now, Duration.ZERO, RANDOM);
        KeyFiles.PublicKey current = keys.exportPublic().getFirst();
        other.trust(current);
        terms.revoke("executor", new Revocation(now, Why.COMPROMISED, "stolen"));
        other.trust(keys.exportPublic().getFirst());
        assertThat(other.exportPublic())
                .containsExactly(keys.exportPublic().getFirst())
                .first()
                .extracting(key -> key.term().at(now))
                .isEqualTo(Standing.REVOKED);
        other.trust(current);
        assertThat(other.exportPublic())
                .as("nobody takes it back")
                .containsExactly(keys.exportPublic().getFirst());
    }
}
