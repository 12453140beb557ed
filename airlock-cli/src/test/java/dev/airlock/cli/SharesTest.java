package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Standing;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SignatureRejected;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Shares of keys that are dealt again after one of their keys was rotated or revoked. */
class SharesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> ALL =
            List.of("policy", "snaft", "gateway", "executor", "ledger", "operator", "local");
    private static final byte[] BODY = {1, 2, 3};

    @TempDir
    private Path folder;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private Said deal(String... more) {
        return Said.by(Stream.concat(Stream.of("keys", "deal", folder.toString()), Stream.of(more))
                .toArray(String[]::new));
    }

    private void dealt(String... more) {
        Said said = deal(more);
        assertThat(said.exit()).describedAs(said.err()).isZero();
    }

    private KeyFiles keys(String share) {
        return new KeyFiles(folder.resolve(share), RANDOM);
    }

    private KeyTerms terms(String share) {
        return new KeyTerms(folder.resolve(share));
    }

    private SigningKey secret(String share, String name) throws IOException {
        return keys(share).load(name).orElseThrow();
    }

    private KeyTerm term(String share, SigningKey key) throws IOException {
        return keys(share).ring().term(key.id()).orElseThrow();
    }

    private Map<String, String> everything() throws IOException {
        var texts = new TreeMap<String, String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }

    /** Each share takes what these keys sealed, and trusts no other of their role. */
    private void assertEverybodyVerifies(KeyRole role, SigningKey... sealers) throws Exception {
        for (String share : ALL) {
            KeyRing ring = keys(share).ring();
            for (SigningKey sealer : sealers) {
                ring.verifySeal(sealer.id(), BODY, sealer.seal(BODY));
            }
            assertThat(ring.ids())
                    .as(share)
                    .filteredOn(id -> ring.holder(id).orElseThrow().role() == role)
                    .hasSize(sealers.length);
        }
    }

    @Test
    void after_a_rotation_everybody_verifies_what_the_old_and_the_new_key_sealed() throws Exception {
        dealt();
        SigningKey old = secret("executor", "executor");
        terms("executor").rotate("executor", now, Duration.ofHours(1), RANDOM);
        SigningKey next = secret("executor", "executor");
        dealt();

        assertEverybodyVerifies(KeyRole.EXECUTOR, old, next);
        for (String share : ALL) {
            assertThat(term(share, old)).isEqualTo(term("executor", old));
            assertThat(term(share, old).until()).contains(now.plus(Duration.ofHours(1)));
            assertThat(term(share, next)).isEqualTo(term("executor", next));
            keys(share).ring().verify(KeyRole.EXECUTOR, next.id(), BODY, next.sign(BODY));
        }
        Map<String, String> then = everything();
        dealt();
        assertThat(everything()).as("a third deal changes nothing").isEqualTo(then);
    }

    @Test
    void a_key_that_was_rotated_twice_before_the_next_deal_leaves_both_old_ones() throws Exception {
        dealt();
        SigningKey first = secret("gateway", "gateway");
        terms("gateway").rotate("gateway", now, Duration.ZERO, RANDOM);
        SigningKey second = secret("gateway", "gateway");
        terms("gateway").rotate("gateway", now.plusSeconds(1), Duration.ZERO, RANDOM);
        SigningKey ingress = secret("gateway", "gateway@ingress");
        terms("gateway").rotate("gateway@ingress", now, Duration.ZERO, RANDOM);
        dealt();
        assertEverybodyVerifies(
                KeyRole.GATEWAY,
                first,
                second,
                secret("gateway", "gateway"),
                ingress,
                secret("gateway", "gateway@ingress"));
    }

    @Test
    void a_rotation_to_hybrid_keys_is_dealt_too() throws Exception {
        dealt();
        SigningKey plain = secret("executor", "executor");
        terms("executor").rotate("executor", now, Duration.ZERO, KeyTerms.Form.HYBRID, RANDOM);
        SigningKey hybrid = secret("executor", "executor");
        for (String name : List.of("gateway", "gateway@ingress")) {
            terms("gateway").rotate(name, now, Duration.ZERO, KeyTerms.Form.HYBRID, RANDOM);
        }
        dealt("--hybrid");
        assertThat(hybrid.id().isHybrid()).isTrue();
        assertEverybodyVerifies(KeyRole.EXECUTOR, plain, hybrid);

        terms("executor").rotate("executor", now.plusSeconds(1), Duration.ZERO, RANDOM);
        dealt();
        assertEverybodyVerifies(KeyRole.EXECUTOR, plain, hybrid, secret("executor", "executor"));
    }

    @Test
    void a_revocation_of_a_key_with_a_term_reaches_everybody() throws Exception {
        dealt();
        terms("executor").rotate("executor", now, Duration.ZERO, RANDOM);
        dealt();
        SigningKey stolen = secret("executor", "executor");
        keys("gateway").ring().verify(KeyRole.EXECUTOR, stolen.id(), BODY, stolen.sign(BODY));
        terms("executor").revoke("executor", new Revocation(now, Why.COMPROMISED, "stolen"));
        dealt();
        for (String share : ALL) {
            assertThat(term(share, stolen)).isEqualTo(term("executor", stolen));
            assertThatThrownBy(() -> keys(share).ring().verify(KeyRole.EXECUTOR, stolen.id(), BODY, stolen.sign(BODY)))
                    .isInstanceOf(SignatureRejected.class)
                    .hasMessageContaining("was revoked");
        }
    }

    @Test
    void a_revocation_of_a_key_that_has_given_way_reaches_everybody_before_and_after_a_deal() throws Exception {
        dealt();
        SigningKey first = secret("executor", "executor");
        KeyTerms.Rotation rotation = terms("executor").rotate("executor", now, Duration.ofHours(1), RANDOM);
        terms("executor").revoke(rotation.oldName(), new Revocation(now, Why.COMPROMISED, "stolen"));
        SigningKey second = secret("executor", "executor");
        dealt();
        KeyTerms.Rotation again = terms("executor").rotate("executor", now, Duration.ofHours(1), RANDOM);
        dealt();
        assertThat(term("ledger", second).revocation()).isEmpty();
        terms("executor").revoke(again.oldName(), new Revocation(now, Why.COMPROMISED, "stolen too"));
        dealt();
        SigningKey third = secret("executor", "executor");
        assertEverybodyVerifies(KeyRole.EXECUTOR, first, second, third);
        for (String share : ALL) {
            assertThat(term(share, first).at(now)).isEqualTo(Standing.REVOKED);
            assertThat(term(share, second).at(now)).isEqualTo(Standing.REVOKED);
            assertThat(term(share, third).at(now))
                    .as("an old key's revocation is not the new one's")
                    .isEqualTo(Standing.GOOD);
        }
    }

    @Test
    void what_a_share_says_against_a_key_stays_and_no_owner_lengthens_it() throws Exception {
        dealt();
        SigningKey old = secret("executor", "executor");
        terms("gateway").revoke("executor", new Revocation(now, Why.COMPROMISED, "seen here"));
        dealt();
        assertThat(term("gateway", old).at(now)).isEqualTo(Standing.REVOKED);
        terms("executor").rotate("executor", now, Duration.ofHours(9), RANDOM);
        dealt();
        assertThat(term("gateway", old).at(now)).isEqualTo(Standing.REVOKED);
        assertThat(term("ledger", old).at(now))
                .as("a gateway says nothing of an executor's key")
                .isEqualTo(Standing.GOOD);

        Path was = folder.resolve("executor")
                .resolve("executor@was-" + old.id().value().substring(8, 20) + ".term");
        KeyTerm longer = new KeyTerm(Instant.EPOCH, Optional.of(now.plus(Duration.ofDays(99))), Optional.empty());
        Files.writeString(was, longer.text());
        dealt();
        assertThat(term("gateway", old).at(now)).isEqualTo(Standing.REVOKED);
        assertThat(term("ledger", old).until()).contains(now.plus(Duration.ofHours(9)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"policy", "gateway", "operator"})
    void a_key_of_anothers_name_that_never_was_the_owners_is_refused_and_nothing_changes(String share)
            throws Exception {
        dealt();
        terms("executor").rotate("executor", now, Duration.ZERO, RANDOM);
        terms("executor").revoke("executor", new Revocation(now, Why.COMPROMISED, "stolen"));
        Files.writeString(
                folder.resolve(share).resolve("executor.pub"),
                SigningKey.generate(RANDOM).verifyingKey().spkiPem());
        Map<String, String> then = everything();
        Said refused = deal();
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("executor.pub").contains("is another key than the one that belongs there");
        assertThat(everything()).isEqualTo(then);
    }

    @Test
    void what_is_only_called_an_old_key_is_not_dealt() throws Exception {
        dealt();
        var theirs = SigningKey.generate(RANDOM);
        String digits = theirs.id().value().substring(8, 20);
        KeyTerm term = new KeyTerm(Instant.EPOCH, Optional.of(now.plusSeconds(9)), Optional.empty());
        for (String file : List.of(
                "snaft/snaft@was-" + digits,
                "operator/operator@was-" + digits,
                "executor/gateway@was-" + digits,
                "executor/executor@was-000000000000",
                "ledger/executor@was-" + digits)) {
            Map<String, String> then = everything();
            Path made = Files.writeString(
                    folder.resolve(file + ".pub"), theirs.verifyingKey().spkiPem());
            Path ends = Files.writeString(folder.resolve(file + ".term"), term.text());
            dealt();
            Files.delete(made);
            Files.delete(ends);
            assertThat(everything()).as(file).isEqualTo(then);
        }
    }

    @Test
    void no_share_claims_anothers_key_as_an_old_one_of_its_own_or_one_without_an_end() throws Exception {
        dealt();
        SigningKey gateway = secret("gateway", "gateway");
        Path was =
                folder.resolve("executor/executor@was-" + gateway.id().value().substring(8, 20) + ".pub");
        Files.delete(folder.resolve("executor/gateway.pub"));
        Files.writeString(was, gateway.verifyingKey().spkiPem());
        Map<String, String> then = everything();
        assertThat(deal().err()).contains("without an end");
        assertThat(everything()).isEqualTo(then);
        Files.writeString(
                was.resolveSibling(was.getFileName().toString().replace(".pub", ".term")),
                new KeyTerm(Instant.EPOCH, Optional.of(now), Optional.empty()).text());
        then = everything();
        Said refused = deal();
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("the same key as");
        assertThat(everything()).isEqualTo(then);
    }
}
