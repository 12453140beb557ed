package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.keys.KeyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
    @TempDir
    private Path folder;

    private Said keys(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "keys";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = folder.resolve("data").toString();
        return Said.by(all);
    }

    @Test
    void a_key_is_rotated_and_revoked_and_the_list_says_so() throws Exception {
        new KeyFiles(folder.resolve("data/keys"), new SecureRandom()).loadOrCreate("executor");
        Said rotated = keys("rotate", "executor", "--overlap", "10m");
        assertThat(rotated.exit()).describedAs(rotated.err()).isZero();
        assertThat(rotated.out()).contains("the old key is kept as executor@was-");
        String old = rotated.out().replaceAll("(?s).*(executor@was-[0-9a-f]{12}).*", "$1");
        Said revoked = keys("revoke", old, "--reason", "a laptop was stolen", "--compromised");
        assertThat(revoked.exit()).describedAs(revoked.err()).isZero();
        Said listed = keys("list");
        assertThat(listed.lines()).hasSize(2);
        assertThat(listed.out()).contains("compromised a laptop was stolen").contains("until ");
        assertThat(keys().out()).isEqualTo(listed.out());
    }

    @Test
    void a_key_is_rotated_to_a_hybrid_one_stays_so_and_goes_back() throws Exception {
        new KeyFiles(folder.resolve("data/keys"), new SecureRandom()).loadOrCreate("executor");
        assertThat(keys("rotate", "executor", "--hybrid").out()).contains("executor is ed25519-mldsa65:");
        assertThat(keys("rotate", "executor").out()).contains("executor is ed25519-mldsa65:");
        assertThat(keys("rotate", "executor", "--plain").out()).contains("executor is ed25519:");
        assertThat(keys("list").lines())
                .hasSize(4)
                .filteredOn(line -> line.contains("ed25519-mldsa65:"))
                .hasSize(2);
        assertThat(keys("rotate", "executor", "--plain", "--hybrid").exit()).isEqualTo(Exit.USAGE);
        assertThat(keys("--pem").out()).containsOnlyOnce("executor\n").doesNotContain("PRIVATE");
    }

    @Test
    void hybrid_keys_are_dealt_to_sealers_and_plain_ones_are_not_changed() throws Exception {
        String shares = folder.resolve("shares").toString();
        assertThat(Said.by("keys", "deal", "--hybrid", shares).exit()).isZero();
        var gateway = new KeyFiles(folder.resolve("shares/gateway"), new SecureRandom());
        assertThat(gateway.exportPublic())
                .filteredOn(key -> key.key().id().isHybrid())
                .extracting(KeyFiles.PublicKey::name)
                .containsExactly("executor", "gateway", "gateway@ingress");
        assertThat(Said.by("keys", "deal", shares).exit())
                .as("what is there stays, and is trusted as it is")
                .isZero();

        String plain = folder.resolve("plain").toString();
        assertThat(Said.by("keys", "deal", plain).exit()).isZero();
        Said refused = Said.by("keys", "deal", "--hybrid", plain);
        assertThat(refused.exit()).isNotZero();
        assertThat(refused.err()).contains("airlock keys rotate --hybrid executor");
    }

    @Test
    void a_share_speaks_for_its_own_keys_and_nobody_else_becomes_an_operator_by_it() throws Exception {
        String shares = folder.resolve("shares").toString();
        assertThat(Said.by("keys", "deal", shares).exit()).isZero();
        new KeyFiles(folder.resolve("theirs"), new SecureRandom()).loadOrCreate("operator@mallory");
        Files.copy(folder.resolve("theirs/operator@mallory.pub"), folder.resolve("shares/snaft/operator@mallory.pub"));
        assertThat(Said.by("keys", "deal", shares).exit()).isZero();
        for (String share : List.of("policy", "gateway", "executor", "ledger", "operator", "local")) {
            assertThat(folder.resolve("shares").resolve(share).resolve("operator@mallory.pub"))
                    .doesNotExist();
        }
    }

    @Test
    void the_keys_of_a_service_that_runs_alone_are_rotated_and_revoked_where_they_are() throws Exception {
        Path shares = folder.resolve("shares");
        assertThat(Said.by("keys", "deal", shares.toString()).exit()).isZero();
        String gateway = shares.resolve("gateway").toString();
        Said rotated = keys("rotate", "gateway", "--keys", gateway);
        assertThat(rotated.exit()).describedAs(rotated.err()).isZero();
        assertThat(keys("revoke", "gateway@ingress", "--reason", "not needed", "--keys", gateway)
                        .exit())
                .isZero();
        var theirs = new KeyFiles(shares.resolve("gateway"), new SecureRandom());
        assertThat(theirs.exportPublic())
                .extracting(KeyFiles.PublicKey::name)
                .anyMatch(name -> name.startsWith("gateway@was-"));
        assertThat(theirs.ring()
                        .term(theirs.exportPublic().stream()
                                .filter(key -> key.name().equals("gateway@ingress"))
                                .findFirst()
                                .orElseThrow()
                                .key()
                                .id()))
                .hasValueSatisfying(term -> assertThat(term.revocation()).isPresent());
        assertThat(folder.resolve("data")).as("nothing was made elsewhere").doesNotExist();
        assertThat(keys("rotate", "gateway", "--keys", folder.resolve("nowhere").toString())
                        .err())
                .contains("nowhere is no directory");
    }

    @Test
    void what_cannot_be_is_told_with_what_would_be_right() throws Exception {
        new KeyFiles(folder.resolve("data/keys"), new SecureRandom()).loadOrCreate("executor");
        assertThat(keys("rotate", "gateway").err()).contains("there is no key of this name");
        assertThat(keys("rotate", "operator").err()).contains("airlock principal");
        assertThat(keys("rotate", "executor", "--overlap", "soon").err()).contains("--overlap is a number and ms");
        assertThat(keys("revoke", "executor", "--reason", "x", "--at", "2999-01-01T00:00:00Z")
                        .err())
                .contains("still to come");
        assertThat(keys("revoke", "executor", "--reason", "x", "--at", "soon").err())
                .contains("--at is a time such as");
        assertThat(keys("revoke", "executor", "--reason", "\u001b").err()).contains("printable ASCII");
        assertThat(keys("list").out()).doesNotContain("revoked");
    }
}
