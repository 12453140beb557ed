package dev.airlock.ledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.Sealed;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.GrowingLog;
import dev.airlock.provenance.log.LedgerSigner;
import dev.airlock.provenance.log.LogEntry;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.StoredTree;
import dev.airlock.provenance.log.Tile;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionFilesTest {
    private static final int MANY = 700;
    private static final LogName NAME = new LogName("main", 3);
    private static final List<Token> TOKENS = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void seal() {
        var chain = Sealed.in(3);
        for (int number = 0; number < MANY; number++) {
            TOKENS.add(chain.next());
        }
    }

    /** Grows the log from its beginning, as a process does that starts, in batches. */
    private Checkpoint grow(int to, int batch) throws IOException {
        List<Tile> full = new ArrayList<>();
        var log = GrowingLog.empty(NAME, full::add);
        try (PartitionFiles files = PartitionFiles.of(folder, 3)) {
            for (int from = 0; from < to; from += batch) {
                List<Optional<TokenId>> ids = new ArrayList<>();
                for (Token token : TOKENS.subList(from, Math.min(to, from + batch))) {
                    log.append(LogEntry.of(token));
                    ids.add(Optional.of(token.id()));
                }
                for (Tile tile : full) {
                    files.put(tile);
                }
                full.clear();
                for (Tile tile : log.partials()) {
                    files.put(tile);
                }
                files.index().put(from, ids);
                files.sync();
            }
        }
        return log.checkpoint();
    }

    private PartitionFiles files() {
        return PartitionFiles.of(folder, 3);
    }

    @Test
    void what_was_put_leads_to_the_root_at_every_size_it_had() throws Exception {
        Checkpoint end = grow(MANY, 31);
        var tree = new StoredTree(MANY, files());
        assertThat(tree.root(MANY)).isEqualTo(end.root());
        assertThat(tree.root(300)).isEqualTo(grow(300, 300).root());
        tree.consistency(300, MANY).verify(tree.root(300), end.root());
    }

    @Test
    void a_tile_has_its_name_when_it_is_full_and_grows_in_one_file_until_then() throws IOException {
        grow(300, 7);
        assertThat(folder.resolve("3/tile/0/000")).hasSize(256 * 32);
        assertThat(folder.resolve("3/tile/0/001.part")).hasSize(44 * 32);
        assertThat(folder.resolve("3/tile/1/000.part")).hasSize(32);
        assertThat(files().read(new TilePath.Hashes(0, 1, 44))).isPresent();
        assertThat(files().read(new TilePath.Hashes(0, 1, 45))).isEmpty();
        assertThat(files().read(new TilePath.Hashes(0, 0, 17)).orElseThrow().size())
                .isEqualTo(17 * 32);
        assertThat(files().read(new TilePath.Entries(1, 45))).isEmpty();
        assertThat(files().read(new TilePath.Hashes(5, 0, 1))).isEmpty();
    }

    @Test
    void every_entry_is_there() throws IOException {
        grow(MANY, 100);
        for (int index : new int[] {0, 255, 256, 511, MANY - 1}) {
            assertThat(files().entry(index))
                    .isEqualTo(Bytes.of(LogEntry.of(TOKENS.get(index)).bytes()));
        }
        assertThatThrownBy(() -> files().entry(MANY)).isInstanceOf(IOException.class);
    }

    @Test
    void files_that_were_torn_changed_or_lost_are_mended_by_growing_the_log_again() throws IOException {
        Checkpoint before = grow(MANY, 64);
        Path tiles = folder.resolve("3/tile");
        byte[] bundle = Files.readAllBytes(tiles.resolve("entries/000"));
        bundle[1_000] ^= 1;
        Files.write(tiles.resolve("entries/000"), bundle);
        Files.delete(tiles.resolve("0/001"));
        Files.write(tiles.resolve("0/000"), new byte[100]);
        Files.write(tiles.resolve("1/000.part"), new byte[5_000]);
        assertThat(new StoredTree(MANY, files()).root(MANY)).isNotEqualTo(before.root());
        Checkpoint after = grow(MANY, 64);
        assertThat(after).isEqualTo(before);
        assertThat(new StoredTree(MANY, files()).root(MANY)).isEqualTo(before.root());
        assertThat(files().entry(0))
                .isEqualTo(Bytes.of(LogEntry.of(TOKENS.get(0)).bytes()));
        assertThat(tiles.resolve("entries/000")).exists();
    }

    @Test
    void a_proof_is_checked_before_it_is_handed_out() throws Exception {
        var head = grow(MANY, 64).signed(new LedgerSigner("main", Sealed.LEDGER).ofLog(3));
        assertThat(Proofs.of(Sealed.id(3, 400), files(), head)).isPresent();
        assertThat(Proofs.of(Sealed.id(4, 400), files(), head)).isEmpty();
        Path bundle = folder.resolve("3/tile/entries/001");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[bytes.length - 1] ^= 1;
        Files.write(bundle, bytes);
        long bent = 0;
        for (int number = 256; number < 512; number++) {
            try {
                Proofs.of(Sealed.id(3, number), files(), head);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("airlock/main/tokens/3");
                bent++;
            }
        }
        assertThat(bent).isEqualTo(1);
    }

    @Test
    void heads_are_put_whole_or_not_at_all() throws IOException {
        try (PartitionFiles files = files()) {
            assertThat(files.checkpoint()).isEmpty();
            files.putCheckpoint(Bytes.of(new byte[] {1}));
            files.putCheckpoint(Bytes.of(new byte[] {2, 3}));
            files.putCosigned(Bytes.of(new byte[] {4}));
            assertThat(files.checkpoint()).contains(Bytes.of(new byte[] {2, 3}));
            assertThat(files.cosigned()).contains(Bytes.of(new byte[] {4}));
        }
        assertThat(folder.resolve("3/checkpoint.new")).doesNotExist();
    }

    @Test
    void a_directory_has_one_ledger_at_a_time() throws IOException {
        try (LedgerDirectory first = LedgerDirectory.take(folder.resolve("ledger"), 8)) {
            assertThat(first.of(7).checkpoint()).isEmpty();
            assertThatThrownBy(() -> LedgerDirectory.take(folder.resolve("ledger"), 8))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another ledger works on this directory")
                    .hasMessageContaining("tiles.dir");
        }
        LedgerDirectory.take(folder.resolve("ledger"), 8).close();
    }
}
