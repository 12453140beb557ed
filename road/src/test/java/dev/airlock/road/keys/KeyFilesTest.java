package dev.airlock.road.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFilesTest {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    Path temporary;

    private Path directory;
    private KeyFiles keys;

    @BeforeEach
    void open() {
        directory = temporary.resolve("data").resolve("keys");
        keys = new KeyFiles(directory, new SecureRandom());
    }

    @Test
    void a_key_is_made_once_and_loaded_afterwards() throws Exception {
        SigningKey first = keys.loadOrCreate("executor@host2");
        SigningKey second = new KeyFiles(directory, new SecureRandom()).loadOrCreate("executor@host2");

        assertThat(second.id()).isEqualTo(first.id());
        assertThat(keys.loadOrCreate("gateway").id()).isNotEqualTo(first.id());
        assertThat(keys.ring().holder(first.id())).contains(new Holder(KeyRole.EXECUTOR, "executor@host2"));
    }

    @Test
    void a_hybrid_key_is_made_once_and_only_for_sealers() throws Exception {
        KeyFiles hybrid = keys.sealing(true);
        SigningKey first = hybrid.loadOrCreate("executor");
        assertThat(first.id().isHybrid()).isTrue();
        assertThat(hybrid.loadOrCreate("executor").id()).isEqualTo(first.id());
        assertThat(hybrid.loadOrCreate("policy").id().isHybrid()).isFalse();
        assertThat(keys.loadOrCreate("executor").id())
                .as("what is hybrid is used as it is by whoever does not ask for it")
                .isEqualTo(first.id());
        assertThat(mode(directory.resolve("executor.key"))).isEqualTo("rw-------");
        assertThat(keys.ring().holder(first.id())).contains(new Holder(KeyRole.EXECUTOR, "executor"));
        byte[] body = {1, 2, 3};
        keys.ring().verifySeal(first.id(), body, first.seal(body));
    }

    @Test
    void a_plain_key_is_never_made_hybrid_where_it_stands() throws Exception {
        SigningKey plain = keys.loadOrCreate("executor");
        assertThatThrownBy(() -> keys.sealing(true).loadOrCreate("executor"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("airlock keys rotate --hybrid executor");
        assertThat(keys.loadOrCreate("executor").id()).isEqualTo(plain.id());
    }

    @Test
    void a_hybrid_keys_file_cut_to_one_half_is_refused() throws Exception {
        SigningKey key = keys.sealing(true).loadOrCreate("executor");
        Path published = directory.resolve("executor.pub");
        String whole = Files.readString(published);
        Files.writeString(published, whole.substring(0, whole.indexOf("-----BEGIN", 1)));
        assertThatThrownBy(() -> keys.loadOrCreate("executor"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("is another key than the one that belongs there");
        assertThatThrownBy(() -> keys.ring().verifySeal(key.id(), new byte[1], key.seal(new byte[1])))
                .as("who has the half trusts another key")
                .hasMessageContaining("is not in the key ring");
        Files.writeString(published, whole.substring(whole.indexOf("-----BEGIN", 1)));
        assertThatThrownBy(keys::ring).isInstanceOf(KeyFileRejected.class);
    }

    @Test
    void the_half_of_a_hybrid_key_beside_it_makes_no_ring() throws Exception {
        keys.sealing(true).loadOrCreate("executor");
        String whole = Files.readString(directory.resolve("executor.pub"));
        Files.writeString(directory.resolve("executor@half.pub"), whole.substring(0, whole.indexOf("-----BEGIN", 1)));
        assertThatThrownBy(keys::ring).isInstanceOf(KeyFileRejected.class).hasMessageContaining("have one Ed25519 key");
    }

    @Test
    void an_operators_hybrid_key_is_refused() throws Exception {
        keys.loadOrCreate("operator");
        PrivateFile.replace(
                directory.resolve("operator.key"),
                SigningKey.generateHybrid(new SecureRandom()).pkcs8Pem(),
                PrivateFile.OWNER_ONLY);
        Files.delete(directory.resolve("operator.pub"));
        assertThatThrownBy(() -> keys.loadOrCreate("operator"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("only gateways and executors");
        assertThat(directory.resolve("operator.pub")).doesNotExist();
        PrivateFile.replace(
                directory.resolve("operator@b.pub"),
                SigningKey.generateHybrid(new SecureRandom()).verifyingKey().spkiPem(),
                PrivateFile.WORLD_READABLE);
        assertThatThrownBy(keys::exportPublic)
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("only gateways and executors");
    }

    @Test
    void the_modes_are_0700_0600_and_0644_and_no_draft_stays_behind() throws Exception {
        keys.loadOrCreate("policy");

        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("policy.key"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("policy.pub"))).isEqualTo("rw-r--r--");
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("policy.key", "policy.pub");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-------x", "rw-rw-rw-"})
    void a_secret_that_others_can_reach_is_refused_with_the_fix(String mode) throws Exception {
        keys.loadOrCreate("gateway");
        Path secret = directory.resolve("gateway.key");
        Files.setPosixFilePermissions(
                secret, PosixFilePermissions.fromString(mode.substring(0, 8) + mode.charAt(mode.length() - 1)));

        assertThatThrownBy(() -> keys.loadOrCreate("gateway"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("chmod 600 " + secret)
                .hasMessageNotContaining("BEGIN");
    }

    @Test
    void a_secret_behind_a_symbolic_link_is_refused() throws Exception {
        keys.loadOrCreate("gateway");
        Path secret = directory.resolve("gateway.key");
        Path elsewhere = Files.move(secret, temporary.resolve("elsewhere"));
        Files.createSymbolicLink(secret, elsewhere);

        assertThatThrownBy(() -> keys.loadOrCreate("gateway"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("regular file");
        Files.delete(elsewhere);
        assertThatThrownBy(() -> keys.loadOrCreate("gateway")).isInstanceOf(KeyFileRejected.class);
    }

    @Test
    void a_damaged_secret_is_refused_and_neither_replaced_nor_quoted() throws Exception {
        keys.loadOrCreate("gateway");
        Path secret = directory.resolve("gateway.key");
        String damaged = Files.readString(secret).replace("MC4C", "AAAA");
        Files.writeString(secret, damaged);

        assertThatThrownBy(() -> keys.loadOrCreate("gateway"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("restore it")
                .hasMessageNotContaining(damaged.lines().skip(1).findFirst().orElseThrow());
        assertThat(secret).hasContent(damaged);
    }

    @Test
    void a_public_file_of_another_key_is_refused() throws Exception {
        keys.loadOrCreate("gateway");
        keys.loadOrCreate("executor");
        Files.writeString(directory.resolve("executor.pub"), Files.readString(directory.resolve("gateway.pub")));

        assertThatThrownBy(() -> keys.loadOrCreate("executor"))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("another key");
        assertThatThrownBy(() -> keys.ring())
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("the same key as executor.pub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.pub", "executor@.pub", "executor@a b.pub", "Executor.pub", ".pub"})
    void a_public_file_of_an_unknown_role_is_refused_with_the_rule(String file) throws Exception {
        keys.loadOrCreate("executor");
        Files.move(directory.resolve("executor.pub"), directory.resolve(file));

        assertThatThrownBy(() -> keys.ring())
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining(file)
                .hasMessageContaining("executor");
    }

    @Test
    void a_public_file_without_a_usable_key_is_refused() throws Exception {
        keys.loadOrCreate("executor");
        Files.writeString(directory.resolve("operator.pub"), "hello");

        assertThatThrownBy(() -> keys.ring())
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("operator.pub")
                .hasMessageContaining("not an Ed25519 PUBLIC KEY");
        Files.writeString(directory.resolve("operator.pub"), "x".repeat(1 << 20));
        assertThatThrownBy(() -> keys.ring()).hasMessageContaining("longer than any key file");
    }

    @Test
    void a_directory_or_public_file_that_others_may_write_is_refused() throws Exception {
        keys.loadOrCreate("executor");
        Files.setPosixFilePermissions(directory.resolve("executor.pub"), PosixFilePermissions.fromString("rw-rw-r--"));
        assertThatThrownBy(() -> keys.ring())
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("chmod go-w");

        Files.setPosixFilePermissions(directory.resolve("executor.pub"), PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> keys.ring()).isInstanceOf(KeyFileRejected.class);
        assertThatThrownBy(() -> keys.loadOrCreate("local")).isInstanceOf(KeyFileRejected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "root", "../executor", "executor/x", "executor@../x", "executor@", "executor\0"})
    void a_name_that_is_no_role_makes_no_file(String name) throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> keys.loadOrCreate(name));
        assertThat(directory).doesNotExist();
    }

    @Test
    void no_directory_means_no_trust() throws Exception {
        assertThat(keys.ring().ids()).isEmpty();
        assertThat(keys.exportPublic()).isEmpty();
    }

    @Test
    void the_export_is_the_public_halves_in_order() throws Exception {
        SigningKey snaft = keys.loadOrCreate("snaft");
        SigningKey gateway = keys.loadOrCreate("gateway");

        assertThat(keys.exportPublic())
                .extracting(KeyFiles.PublicKey::key)
                .containsExactly(gateway.verifyingKey(), snaft.verifyingKey());
        assertThat(directory.resolve("snaft.pub"))
                .hasContent(snaft.verifyingKey().spkiPem());
    }

    @Test
    void many_that_create_one_key_at_once_end_with_one_key() throws Exception {
        int racers = 8;
        for (int round = 0; round < 20; round++) {
            String name = "executor@round" + round;
            CyclicBarrier start = new CyclicBarrier(racers);
            try (var threads = Executors.newFixedThreadPool(racers)) {
                List<Future<SigningKey>> made = new ArrayList<>();
                for (int i = 0; i < racers; i++) {
                    made.add(threads.submit(() -> {
                        start.await();
                        return new KeyFiles(directory, new SecureRandom()).loadOrCreate(name);
                    }));
                }
                var ids = new ArrayList<>();
                for (var future : made) {
                    ids.add(future.get().id());
                }
                assertThat(ids)
                        .hasSize(racers)
                        .containsOnly(keys.loadOrCreate(name).id());
            }
        }
    }

    /** A directory that knows a key, and says something against it, of which the owner has had two more since then. */
    private KeyFiles behind(Path place) throws IOException {
        var other = new KeyFiles(place, new SecureRandom());
        other.follow(keys.succession("executor"));
        new KeyTerms(place).revoke("executor", new Revocation(now, Why.COMPROMISED, "seen here"));
        return other;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void a_key_that_takes_anothers_place_elsewhere_does_so_after_being_broken_off_too(int files) throws Exception {
        SigningKey first = keys.loadOrCreate("executor");
        Path place = temporary.resolve("other");
        KeyFiles other = behind(place);
        var terms = new KeyTerms(directory);
        terms.rotate("executor", now, Duration.ofHours(1), new SecureRandom());
        SigningKey second = keys.loadOrCreate("executor");
        terms.rotate("executor", now.plusSeconds(1), Duration.ofHours(1), KeyTerms.Form.HYBRID, new SecureRandom());
        SigningKey third = keys.load("executor").orElseThrow();

        boolean whole = BrokenOff.whole(() ->
                new KeyFiles(place, new SecureRandom(), new BrokenOff(files)).follow(keys.succession("executor")));
        assertThat(whole).isEqualTo(files == 6);
        Map<String, String> texts = BrokenOff.texts(place);
        assertThat(texts).containsValue(first.verifyingKey().spkiPem());
        try {
            KeyRing between = other.ring();
            assertThat(between.term(first.id()).orElseThrow().at(now)).isEqualTo(KeyTerm.Standing.REVOKED);
            assertThat(between.term(first.id()).orElseThrow().from()).isEqualTo(Instant.EPOCH);
        } catch (KeyFileRejected e) {
            assertThat(e).hasMessageContaining("airlock keys deal").hasMessageNotContaining("remove");
        }
        if (files == 5) {
            // The word against the new key comes between.
            terms.revoke("executor", new Revocation(now.plusSeconds(2), Why.RETIRED, "not needed"));
        }

        other.follow(keys.succession("executor"));
        KeyRing ring = other.ring();
        assertThat(ring.ids()).containsExactlyInAnyOrder(first.id(), second.id(), third.id());
        assertThat(ring.holder(third.id()).orElseThrow().name()).isEqualTo("executor");
        assertThat(ring.term(third.id())).isEqualTo(keys.ring().term(third.id()));
        assertThat(ring.term(second.id())).isEqualTo(keys.ring().term(second.id()));
        KeyTerm old = keys.ring().term(first.id()).orElseThrow();
        assertThat(ring.term(first.id()))
                .as("what was said against it here stays with it")
                .contains(old.revoked(new Revocation(now, Why.COMPROMISED, "seen here")));
        Map<String, String> end = BrokenOff.texts(place);
        new KeyFiles(place, new SecureRandom(), new BrokenOff(0)).follow(keys.succession("executor"));
        assertThat(BrokenOff.texts(place)).isEqualTo(end);
    }

    @Test
    void what_a_directory_says_against_a_key_stays_with_it_though_its_old_name_was_copied_there_by_hand()
            throws Exception {
        SigningKey first = keys.loadOrCreate("executor");
        Path place = temporary.resolve("other");
        KeyFiles other = behind(place);
        String was = new KeyTerms(directory)
                .rotate("executor", now, Duration.ofHours(1), new SecureRandom())
                .oldName();
        for (String end : List.of(".pub", ".term")) {
            Files.copy(directory.resolve(was + end), place.resolve(was + end));
        }
        other.follow(keys.succession("executor"));
        assertThat(other.ring().term(first.id()).orElseThrow().at(now)).isEqualTo(KeyTerm.Standing.REVOKED);
    }

    @Test
    void a_key_that_never_was_the_owners_is_not_replaced() throws Exception {
        keys.loadOrCreate("executor");
        new KeyTerms(directory).rotate("executor", now, Duration.ZERO, new SecureRandom());
        Path place = temporary.resolve("other");
        var other = new KeyFiles(place, new SecureRandom());
        other.loadOrCreate("executor");
        Map<String, String> then = BrokenOff.texts(place);
        assertThatThrownBy(() -> other.follow(keys.succession("executor")))
                .isInstanceOf(KeyFileRejected.class)
                .hasMessageContaining("is another key than the one that belongs there");
        assertThat(BrokenOff.texts(place)).isEqualTo(then);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
