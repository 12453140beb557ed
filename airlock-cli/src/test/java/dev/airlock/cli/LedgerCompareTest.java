package dev.airlock.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.chaos.FreePort;
import dev.airlock.ledger.http.LedgerDoor;
import dev.airlock.ledger.http.LedgerPort;
import dev.airlock.ledger.http.Published;
import dev.airlock.ledger.tiles.LedgerDirectory;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.SignedCheckpoint;
import dev.airlock.provenance.log.Tile;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Bytes;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tellings of one ledger, from directories, files and a server: grown, forked, forged, and not to be told. */
class LedgerCompareTest {
    private static final int PARTITION = 3;
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());
    private static final LedgerSigner SIGNER = new LedgerSigner("main", KEY);

    @TempDir
    private Path folder;

    /** A ledger's directory and its head's file beside it, which tells other things from record {@code other} on. */
    private SignedCheckpoint tell(String name, int size, int other, LedgerSigner signer) throws IOException {
        return tell(name, PARTITION, size, other, signer);
    }

    private SignedCheckpoint tell(String name, int partition, int size, int other, LedgerSigner signer)
            throws IOException {
        List<Tile> tiles = new ArrayList<>();
        GrowingLog log = GrowingLog.empty(new LogName("main", partition), tiles::add);
        for (int number = 0; number < size; number++) {
            log.append(LogEntry.unverified((number < other ? "record " + number : "other " + number).getBytes(UTF_8)));
        }
        tiles.addAll(log.partials());
        SignedCheckpoint head = log.checkpoint().signed(signer.ofLog(partition));
        try (LedgerDirectory directory = LedgerDirectory.take(folder.resolve(name), Topic.TOKENS.partitions())) {
            for (Tile tile : tiles) {
                directory.of(partition).put(tile);
            }
            directory.of(partition).sync();
            directory.of(partition).putCheckpoint(Bytes.of(head.bytes()));
        }
        Files.write(folder.resolve(name + ".checkpoint"), head.bytes());
        return head;
    }

    private SignedCheckpoint tell(String name, int size, int other) throws IOException {
        return tell(name, size, other, SIGNER);
    }

    private Said compare(String one, String other, String... more) {
        List<String> all = new ArrayList<>(List.of("ledger", "compare", place(one), place(other)));
        all.addAll(List.of("--key", SIGNER.key().text()));
        all.addAll(List.of(more));
        return Said.by(all.toArray(String[]::new));
    }

    private String place(String name) {
        return name.startsWith("http:") ? name : folder.resolve(name).toString();
    }

    private static void assertSays(Said said, int exit, String... words) {
        assertThat(said.exit()).describedAs(said.out() + said.err()).isEqualTo(exit);
        assertThat(said.out() + said.err()).contains(words);
    }

    @Test
    void a_log_that_has_grown_is_ahead_and_begins_with_the_other_whichever_is_named_first() throws Exception {
        tell("old", 300, 1_000);
        tell("new", 700, 1_000);
        assertSays(compare("old", "old.checkpoint"), Exit.FINE, "airlock/main/tokens/3  the same, 300 records");
        assertSays(
                compare("old", "new"),
                Exit.FINE,
                place("new") + " is ahead: it has 700 records, and the first 300 are those of " + place("old"));
        assertSays(compare("new", "old.checkpoint"), Exit.FINE, place("new") + " is ahead");
        JsonNode said = compare("new", "old.checkpoint", "--json").json();
        assertThat(said.path("verdict").asText()).isEqualTo("first-ahead");
        assertThat(said.path("first").asLong()).isEqualTo(700);
        assertThat(said.path("second").asLong()).isEqualTo(300);
        assertSays(compare("old.checkpoint", "new.checkpoint"), Exit.PROGRAM_FAILED, "cannot be said", "is not there");
    }

    @Test
    void a_log_that_has_forked_has_an_exit_code_of_its_own_and_both_heads_are_printed() throws Exception {
        tell("told", 700, 1_000);
        tell("shorter", 300, 299);
        tell("as-long", 700, 12);
        for (String other : List.of("shorter", "as-long")) {
            Said said = compare("told", other);
            assertSays(said, Exit.FORKED, "FORKED: the ledger has signed two stories");
            assertThat(said.out())
                    .contains(Files.readString(folder.resolve("told.checkpoint")))
                    .contains(Files.readString(folder.resolve(other + ".checkpoint")));
            assertThat(compare(other, "told").exit()).isEqualTo(Exit.FORKED);
            JsonNode json = compare("told", other, "--json").json();
            assertThat(json.path("verdict").asText()).isEqualTo("forked");
            assertThat(json.path("notes").get(1).asText())
                    .isEqualTo(Files.readString(folder.resolve(other + ".checkpoint")));
        }
    }

    @Test
    void a_head_that_is_not_the_ledgers_and_tiles_that_are_bent_prove_nothing_against_it() throws Exception {
        tell("told", 700, 1_000);
        tell("forged", 300, 12, new LedgerSigner("main", SigningKey.generate(new SecureRandom())));
        assertSays(compare("told", "forged"), Exit.PROGRAM_FAILED, "has a head that is not this ledger's");
        tell("old", 300, 1_000);
        Path tile = folder.resolve("told/3/tile/0/001");
        byte[] bytes = Files.readAllBytes(tile);
        bytes[5] ^= 1;
        Files.write(tile, bytes);
        assertSays(compare("told", "old"), Exit.PROGRAM_FAILED, "cannot be said", "do not lead to its head");
        Files.createDirectories(folder.resolve("empty"));
        assertSays(compare("told", "empty"), Exit.PROGRAM_FAILED, "has no signed head");
        Files.write(folder.resolve("large"), new byte[200 << 10]);
        assertSays(compare("told", "large"), Exit.UNAVAILABLE, "is larger than any checkpoint");
    }

    @Test
    void a_head_that_one_place_does_not_show_and_one_that_is_forged_hide_nothing() throws Exception {
        tell("whole", 700, 1_000);
        tell("whole", 5, 40, 100, SIGNER);
        tell("part", 700, 1_000);
        assertSays(compare("whole", "part"), Exit.PROGRAM_FAILED, "shows no head of it", "the same, 700 records");
        assertSays(compare("part", "whole"), Exit.PROGRAM_FAILED, "shows no head of it");
        assertSays(compare("whole", "part.checkpoint"), Exit.FINE, "the same, 700 records");
        tell("fork", 700, 12);
        tell("fork", 5, 40, 100, new LedgerSigner("main", SigningKey.generate(new SecureRandom())));
        assertSays(compare("whole", "fork"), Exit.FORKED, "FORKED", "is not this ledger's");
    }

    @Test
    void a_server_is_asked_for_the_tiles_that_it_takes_and_one_that_is_away_is_named() throws Exception {
        SignedCheckpoint served = tell("new", 700, 1_000);
        tell("old", 300, 1_000);
        tell("forked", 300, 250);
        Vertx vertx = Vertx.vertx();
        String url;
        try (LedgerDirectory directory = LedgerDirectory.take(folder.resolve("new"), Topic.TOKENS.partitions())) {
            var door = new LedgerDoor(
                    vertx, new LedgerPort("127.0.0.1", FreePort.next()), directory, new Serves(served), SIGNER.key());
            url = "http://127.0.0.1:" + door.listen().await();
            assertSays(compare("old", url + "/"), Exit.FINE, url + "/ is ahead: it has 700 records");
            assertSays(compare(url, "forked.checkpoint"), Exit.FORKED, "FORKED");
            door.close().await();
        } finally {
            vertx.close().await();
        }
        assertSays(compare("old", url), Exit.UNAVAILABLE, url + " cannot be read");
    }

    private record Serves(SignedCheckpoint head) implements Published {
        @Override
        public int partitions() {
            return Topic.TOKENS.partitions();
        }

        @Override
        public Optional<SignedCheckpoint> head(int partition) {
            return partition == PARTITION ? Optional.of(head) : Optional.empty();
        }

        @Override
        public Optional<Bytes> heads() {
            return Optional.empty();
        }
    }

    @Test
    void the_data_directorys_own_keys_count_where_none_is_named() throws Exception {
        var keys = new KeyFiles(folder.resolve("data/keys"), new SecureRandom());
        SigningKey own = keys.loadOrCreate("ledger");
        tell("told", 12, 100, new LedgerSigner("main", own));
        assertThat(new LedgerKey("main", own.verifyingKey())).isNotEqualTo(SIGNER.key());
        Said said = Said.by("ledger", "compare", place("told"), place("told.checkpoint"), "--data", place("data"));
        assertSays(said, Exit.FINE, "the same, 12 records");
    }
}
