package dev.airlock.setup.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.KeyTerms;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyTerm;
import dev.airlock.schemas.keys.KeyTerm.Revocation;
import dev.airlock.schemas.keys.KeyTerm.Standing;
import dev.airlock.schemas.keys.KeyTerm.Why;
import dev.airlock.schemas.keys.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SurroundingsTest {
    @TempDir
    private Path folder;

    private Path keys() throws Exception {
        for (String part : List.of("home/etc", "home/systemd")) {
            Files.createDirectories(folder.resolve(part));
        }
        var layout = new Layout(folder.resolve("airlock"));
        new Surroundings(layout, new Hands(false, _ -> {}), new HostUsers("airlock"), folder.resolve("home")).make();
        return layout.state().resolve("keys");
    }

    @Test
    void set_up_again_a_key_that_was_rotated_and_revoked_in_its_share_is_so_in_all() throws Exception {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var random = new SecureRandom();
        var executor = new KeyFiles(keys().resolve("executor"), random);
        SigningKey old = executor.load("executor").orElseThrow();
        var terms = new KeyTerms(keys().resolve("executor"));
        terms.revoke("executor", new Revocation(now, Why.COMPROMISED, "stolen"));
        terms.rotate("executor", now, Duration.ofHours(1), random);
        SigningKey next = executor.load("executor").orElseThrow();

        for (String share : List.of("policy", "snaft", "gateway", "executor", "ledger", "operator", "local")) {
            KeyRing ring = new KeyFiles(keys().resolve(share), random).ring();
            assertThat(ring.term(old.id()).map(term -> term.at(now))).as(share).contains(Standing.REVOKED);
            assertThat(ring.term(next.id()).map(KeyTerm::revocation).orElseThrow())
                    .isEmpty();
        }
    }
}
