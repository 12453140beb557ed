package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.TOO_LARGE;
import static dev.airlock.provenance.log.Logs.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.token.Sha256;
import dev.airlock.schemas.model.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrowingLogTest {
    private static final String SIGNER = Logs.key(1).id().value();

    @Test
    void a_token_that_fits_is_whole_in_its_entry() throws Exception {
        LogEntry entry = entry("{}");
        assertThat(new String(entry.bytes(), UTF_8))
                .isEqualTo("airlock/token/v1\n" + SIGNER + "\n" + "A".repeat(86) + "==\n{}");
        assertThat(LogEntry.parse(entry.bytes())).isEqualTo(entry).isInstanceOf(LogEntry.Sealed.class);
        assertThat(entry.leaf()).isEqualTo(NaiveTree.root(List.of(entry.bytes())));
    }

    @Test
    void a_token_that_does_not_fit_is_its_hash() throws Exception {
        int head = entry("").bytes().length;
        LogEntry longest = entry("x".repeat(LogEntry.BYTES_MAX - head));
        assertThat(longest).isInstanceOf(LogEntry.Sealed.class);
        assertThat(longest.bytes()).hasSize(LogEntry.BYTES_MAX);
        assertThat(LogEntry.parse(longest.bytes())).isEqualTo(longest);

        String canonical = "x".repeat(LogEntry.BYTES_MAX - head + 1);
        LogEntry tooLong = entry(canonical);
        assertThat(new String(tooLong.bytes(), UTF_8))
                .isEqualTo("airlock/token-hash/v1\n" + SIGNER + "\n" + "A".repeat(86) + "==\n"
                        + Sha256.of(canonical.getBytes(UTF_8)));
        assertThat(LogEntry.parse(tooLong.bytes())).isEqualTo(tooLong);
    }

    /** Also where the record says that it is a good one. */
    @Test
    void a_record_that_does_not_verify_has_an_entry_that_is_never_a_good_ones() throws Exception {
        LogEntry good = entry("{}");
        for (byte[] value : List.of(good.bytes(), "{}".getBytes(UTF_8), new byte[0], new byte[2_000_000])) {
            LogEntry bad = LogEntry.unverified(value);
            assertThat(new String(bad.bytes(), UTF_8)).isEqualTo("airlock/unverified/v1\n" + Sha256.of(value));
            assertThat(bad.leaf()).isNotEqualTo(good.leaf());
            assertThat(LogEntry.parse(bad.bytes())).isEqualTo(bad).isInstanceOf(LogEntry.Unverified.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n\n",
                "airlock/token/v1",
                "airlock/token/v1\nA\nB\nC",
                "airlock/token/v2\nSIGNER\nSIGNATURE\n{}",
                "airlock/token/v1\nSIGNER\nSIGNATURE",
                "airlock/token/v1\nSIGNER\nAAAA\n{}",
                "airlock/token/v1\r\nSIGNER\nSIGNATURE\n{}",
                "airlock/token-hash/v1\nSIGNER\nSIGNATURE\nsha256:00",
                "airlock/unverified/v1\nsha256:00",
                "airlock/unverified/v1",
                "airlock/unverified/v1\n\n\nx"
            })
    void what_has_another_form_is_no_entry(String text) {
        String bytes = text.replace("SIGNER", SIGNER).replace("SIGNATURE", "A".repeat(86) + "==");
        assertRejected(MALFORMED, () -> LogEntry.parse(bytes.getBytes(UTF_8)));
        assertRejected(TOO_LARGE, () -> LogEntry.parse(new byte[LogEntry.BYTES_MAX + 1]));
    }

    @Test
    void its_bundles_hold_the_entries_and_its_tiles_their_hashes() throws Exception {
        var store = new Trees.Store();
        GrowingLog log = GrowingLog.empty(Logs.NAME, store);
        List<LogEntry> entries = entries(600);
        for (int i = 0; i < 600; i++) {
            assertThat(log.append(entries.get(i))).isEqualTo(i);
        }
        log.partials().forEach(store);

        assertThat(store.tiles.keySet())
                .extracting(TilePath::text)
                .containsExactlyInAnyOrder(
                        "tile/0/000",
                        "tile/0/001",
                        "tile/0/002.p/88",
                        "tile/1/000.p/2",
                        "tile/entries/000",
                        "tile/entries/001",
                        "tile/entries/002.p/88");
        var read = new ArrayList<Bytes>();
        for (TilePath path :
                List.of(new TilePath.Entries(0, 256), new TilePath.Entries(1, 256), new TilePath.Entries(2, 88))) {
            read.addAll(EntryBundle.read(store.tiles.get(path), path.width()));
        }
        assertThat(read)
                .isEqualTo(
                        entries.stream().map(entry -> Bytes.of(entry.bytes())).toList());
        assertThat(log.checkpoint())
                .isEqualTo(new Checkpoint(
                        "airlock/test/tokens/3",
                        600,
                        NaiveTree.root(entries.stream().map(LogEntry::bytes).toList())));
    }

    @Test
    void it_goes_on_from_what_was_stored_and_writes_what_it_would_have_written() throws Exception {
        List<LogEntry> entries = entries(520);
        var whole = new Trees.Store();
        GrowingLog one = GrowingLog.empty(Logs.NAME, whole);
        entries.forEach(one::append);
        one.partials().forEach(whole);
        for (int stop : List.of(0, 1, 255, 256, 257, 300, 512, 520)) {
            var store = new Trees.Store();
            GrowingLog before = GrowingLog.empty(Logs.NAME, store);
            entries.subList(0, stop).forEach(before::append);
            before.partials().forEach(store);
            GrowingLog after = GrowingLog.resume(Logs.NAME, stop, store, store);
            assertThat(after.checkpoint()).isEqualTo(before.checkpoint());
            entries.subList(stop, entries.size()).forEach(after::append);
            after.partials().forEach(store);
            assertThat(after.checkpoint()).isEqualTo(one.checkpoint());
            assertThat(store.tiles).containsAllEntriesOf(whole.tiles);
        }
    }

    @Test
    void a_torn_bundle_stops_it_by_name() {
        var store = new Trees.Store();
        GrowingLog log = GrowingLog.empty(Logs.NAME, store);
        entries(10).forEach(log::append);
        log.partials().forEach(store);
        var path = new TilePath.Entries(0, 10);
        byte[] bundle = store.tiles.get(path).toArray();
        for (int length : List.of(0, 1, 2, 50, bundle.length - 1)) {
            store.tiles.put(path, Bytes.of(Arrays.copyOf(bundle, length)));
            assertThatThrownBy(() -> GrowingLog.resume(Logs.NAME, 10, store, store))
                    .isInstanceOf(TileMissing.class)
                    .hasMessageStartingWith("tile/entries/000.p/10 is no bundle of so many entries");
        }
        store.tiles.remove(path);
        assertThatThrownBy(() -> GrowingLog.resume(Logs.NAME, 10, store, store)).isInstanceOf(TileMissing.class);
    }

    @Test
    void a_bundle_with_another_number_of_entries_is_refused() {
        Bytes three = Bytes.of(new byte[] {0, 1, 'a', 0, 0, 0, 2, 'b', 'c'});
        assertRejected(MALFORMED, () -> EntryBundle.read(three, 2));
        assertRejected(MALFORMED, () -> EntryBundle.read(three, 4));
        assertRejected(MALFORMED, () -> EntryBundle.read(Bytes.of(new byte[2 * 257]), 256));
        assertRejected(MALFORMED, () -> EntryBundle.read(Bytes.of(new byte[] {(byte) 0xff}), 1));
    }

    private static LogEntry entry(String canonical) {
        return LogEntry.of(Logs.key(1).id(), new byte[64], canonical.getBytes(UTF_8));
    }

    private static List<LogEntry> entries(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 7 == 3 ? LogEntry.unverified(new byte[i]) : entry("{\"n\":" + i + "}"))
                .toList();
    }
}
