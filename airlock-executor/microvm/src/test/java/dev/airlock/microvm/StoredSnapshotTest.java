package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.microvm.store.Content;
import dev.airlock.microvm.store.Digests;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.Origin;
import dev.airlock.microvm.store.PaperSeal;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.microvm.store.SnapshotRefused;
import dev.airlock.microvm.store.SnapshotRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Snapshots that are kept: a guest that is made of one goes on where it stood, and of one that does not fit none is made. */
@Tag("kvm")
class StoredSnapshotTest {
    private static final PaperSeal SEAL = new PaperSeal("ours");
    private static final Origin TINY = new Origin("tiny:1", "sha256:" + "2".repeat(64), "", 32);
    private static final String EVENTFD = "B822010000 31FF 31F6 0F05"; // eventfd2(0, 0)

    private static final int STATES = 60;
    private static final int PAGES_PER_MIB = 256;

    private static MicroVms vms;

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        KvmRequired.orSkipLoudly();
        vms = MicroVms.open();
    }

    @AfterAll
    static void close() {
        if (vms != null) {
            vms.close();
        }
    }

    private static GuestProgram tiny() {
        return TinyGuest.program(TinyGuest.PLAYER);
    }

    private static long pid(Snapshot snapshot) {
        RunTrace trace = snapshot.run(
                TinyGuest.calls(new long[] {39, 0, 0, 0, 0, 0, 0}), WarmPython.LIMITS, WarmPython.ALLOW_ALL);
        assertThat(trace.end()).isEqualTo(new End.Exited(42));
        return TinyGuest.answers(trace)[0];
    }

    @Test
    void python_goes_on_where_it_was_stored_with_the_same_answers_and_nothing_drawn_twice() throws Exception {
        SnapshotStore store = new SnapshotStore(folder.resolve("snapshots"), SEAL);
        Origin origin = new Origin("airlock-python:latest", "sha256:" + "3".repeat(64), "standard", 64);
        String payload = """
                import json, os, random, re, sys, time
                print(json.dumps(re.findall('[a-z]+', 'ab 12 cd')), sum(range(1000)), len(sys.modules), hash('x'))
                print(os.urandom(8).hex(), random.random(), time.time(), time.monotonic())
                """;
        String[] built;
        String digest;
        GuestProgram program = WarmPython.program(folder.resolve("image"));
        SnapshotStore.Ready ready = store.prepare(vms, origin, program);
        try (Snapshot snapshot = ready.snapshot()) {
            assertThat(ready.loaded()).isFalse();
            assertThat(ready.remarks()).isEmpty();
            digest = snapshot.digest();
            built = lines(snapshot, payload);
        }
        SnapshotStore.Ready again = store.prepare(vms, origin, program);
        try (Snapshot snapshot = again.snapshot()) {
            assertThat(again.remarks()).isEmpty();
            assertThat(again.loaded()).as("it is not warmed again").isTrue();
            assertThat(snapshot.digest()).isEqualTo(digest);
            String[] first = lines(snapshot, payload);
            String[] second = lines(snapshot, payload);
            assertThat(first[0]).isEqualTo(built[0]);
            assertThat(second[0]).isEqualTo(built[0]);
            List<String[]> runs = List.of(built[1].split(" "), first[1].split(" "), second[1].split(" "));
            assertThat(runs.stream().map(run -> run[0]).distinct())
                    .as("os.urandom")
                    .hasSize(3);
            assertThat(runs.stream().map(run -> run[1]).distinct()).as("random").hasSize(3);
            assertThat(Double.parseDouble(runs.get(2)[2]))
                    .as("the wall clock is the host's")
                    .isBetween(
                            Instant.now().getEpochSecond() - 600.0,
                            Instant.now().getEpochSecond() + 1.0);
            assertThat(Double.parseDouble(runs.get(2)[3])).isGreaterThan(Double.parseDouble(runs.get(1)[3]));
            try (ParkedVm vm = snapshot.park()) {
                assertThat(vm.run(payload.getBytes(StandardCharsets.UTF_8), WarmPython.LIMITS, WarmPython.ALLOW_ALL)
                                .end())
                        .isEqualTo(new End.Exited(0));
                vm.reset();
                assertThat(vm.prove()).isEqualTo(new Proof.Equal(digest));
            }
        }
    }

    private static String[] lines(Snapshot snapshot, String payload) {
        RunTrace trace =
                snapshot.run(payload.getBytes(StandardCharsets.UTF_8), WarmPython.LIMITS, WarmPython.ALLOW_ALL);
        assertThat(WarmPython.err(trace)).isEmpty();
        assertThat(trace.end()).isEqualTo(new End.Exited(0));
        return WarmPython.out(trace).split("\n");
    }

    @ParameterizedTest
    @CsvSource({"pages, ROOT", "state, STATE", "manifest.json, SIGNATURE", "manifest.sig, SIGNATURE"})
    void one_that_is_damaged_is_refused_and_built_anew(String file, Reason reason) throws Exception {
        Path directory = folder.resolve("snapshots");
        SnapshotStore store = new SnapshotStore(directory, SEAL);
        store.prepare(vms, TINY, tiny()).snapshot().close();
        String id = store.list().getFirst().id();
        Path path = directory.resolve(id).resolve(file);
        byte[] bytes = Files.readAllBytes(path);
        // A digit of the time in the manifest, the last byte of a page, of the state, of the signature's line before
        // its end.
        int at = file.equals("manifest.json")
                ? new String(bytes, StandardCharsets.US_ASCII).indexOf("\"created_at\":") + 14
                : bytes.length - (file.equals("manifest.sig") ? 6 : 1);
        bytes[at] = (byte) (bytes[at] == '1' ? '2' : '1');
        Files.write(path, bytes);
        SnapshotStore.Ready ready = store.prepare(vms, TINY, tiny());
        try (Snapshot snapshot = ready.snapshot()) {
            assertThat(ready.loaded()).isFalse();
            assertThat(ready.remarks()).singleElement().asString().contains(id, "refused, " + reason);
            assertThat(pid(snapshot)).isPositive();
        }
        assertThat(store.list())
                .filteredOn(SnapshotStore.Kept.Signed.class::isInstance)
                .hasSize(1);
        assertThat(store.list())
                .as("what bears no signature of ours is not ours to delete")
                .hasSize(reason == Reason.SIGNATURE ? 2 : 1);
        SnapshotStore.Ready again = store.prepare(vms, TINY, tiny());
        try (Snapshot snapshot = again.snapshot()) {
            assertThat(again.loaded()).isTrue();
            assertThat(pid(snapshot)).isPositive();
        }
    }

    @Test
    void one_of_another_key_another_image_or_another_size_is_not_used() throws Exception {
        Path directory = folder.resolve("snapshots");
        new SnapshotStore(directory, new PaperSeal("theirs"))
                .prepare(vms, TINY, tiny())
                .snapshot()
                .close();
        SnapshotStore store = new SnapshotStore(directory, SEAL);
        SnapshotStore.Ready ready = store.prepare(vms, TINY, tiny());
        ready.snapshot().close();
        assertThat(ready.loaded()).isFalse();
        assertThat(ready.remarks()).singleElement().asString().contains("refused, SIGNATURE");
        Origin other = new Origin("other:1", "sha256:" + "4".repeat(64), "", 32);
        Origin larger = new Origin(TINY.image(), TINY.imageDigest(), "", 64);
        for (Origin origin : List.of(other, larger)) {
            SnapshotStore.Ready built = store.prepare(vms, origin, TinyGuest.trap("9090"));
            built.snapshot().close();
            assertThat(built.loaded()).isFalse();
            assertThat(built.remarks()).singleElement().asString().contains("refused, SIGNATURE");
        }
        assertThat(store.list()).as("those of other images and keys stay").hasSize(4);
        SnapshotStore.Ready again = store.prepare(vms, TINY, tiny());
        again.snapshot().close();
        assertThat(again.loaded()).isTrue();
    }

    @Test
    void a_store_that_is_only_read_uses_what_fits_and_changes_nothing() throws Exception {
        Path directory = folder.resolve("snapshots");
        SnapshotStore reads = new SnapshotStore(directory, SEAL, false);
        SnapshotStore.Ready built = reads.prepare(vms, TINY, tiny());
        built.snapshot().close();
        assertThat(built.remarks()).containsExactly("not kept, the directory is only read");
        assertThat(directory).doesNotExist();
        new SnapshotStore(directory, SEAL).build(vms, TINY, tiny()).snapshot().close();
        SnapshotStore.Ready loaded = reads.prepare(vms, TINY, tiny());
        loaded.snapshot().close();
        assertThat(loaded.loaded()).isTrue();
        Path state = directory.resolve(reads.list().getFirst().id()).resolve("state");
        Files.write(state, new byte[0]);
        SnapshotStore.Ready anew = reads.prepare(vms, TINY, tiny());
        anew.snapshot().close();
        assertThat(anew.loaded()).isFalse();
        assertThat(state).as("what was refused stays").hasSize(0);
    }

    @Test
    void any_state_that_our_key_signed_is_refused_or_runs() throws Exception {
        Path directory = folder.resolve("snapshots");
        SnapshotStore store = new SnapshotStore(directory, SEAL);
        SnapshotFolder files = new SnapshotFolder(directory, SEAL);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        try (Snapshot snapshot = store.build(vms, TINY, tiny()).snapshot()) {
            Manifest manifest = files.manifest(store.list().getFirst().id());
            byte[] state = files.state(manifest);
            int book = snapshot.memoryMib() * PAGES_PER_MIB;
            for (int i = 0; i < STATES; i++) {
                byte[] bytes = state.clone();
                // Behind the page book, of which any change is a refusal.
                bytes[book + random.nextInt(bytes.length - book)] ^= (byte) (1 + random.nextInt(255));
                files.add(
                        with(manifest, bytes),
                        bytes,
                        snapshot.pristine(),
                        snapshot.tree().pages());
                try (Snapshot loaded = vms.load(files, files.manifest(manifest.id()), TINY, tiny())) {
                    assertThat(loaded.digest()).as("seed %d", seed).isEqualTo(snapshot.digest());
                    assertThat(loaded.run(new byte[0], WarmPython.LIMITS, WarmPython.ALLOW_ALL))
                            .isNotNull();
                } catch (SnapshotRefused e) {
                    assertThat(e.reason()).as("seed %d", seed).isIn(Reason.STATE, Reason.DIGEST);
                    refused++;
                }
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    private static Manifest with(Manifest manifest, byte[] state) {
        Content content = manifest.content();
        return new Manifest(
                manifest.origin(),
                manifest.host(),
                new Content(content.digest(), content.pages(), content.root(), state.length, Digests.of(state)),
                manifest.createdAt(),
                manifest.warmedMillis());
    }

    @Test
    void it_verifies_on_the_host_that_it_was_made_on() throws Exception {
        SnapshotStore store = new SnapshotStore(folder.resolve("snapshots"), SEAL);
        store.build(vms, TINY, tiny()).snapshot().close();
        Manifest manifest = store.verify(store.list().getFirst().id(), Optional.of(vms.host()));
        assertThat(manifest.host()).isEqualTo(vms.host());
    }

    @Test
    void a_guest_that_the_format_has_no_words_for_runs_and_is_not_kept() throws Exception {
        SnapshotStore store = new SnapshotStore(folder.resolve("snapshots"), SEAL);
        SnapshotStore.Ready ready =
                store.prepare(vms, TINY, TinyGuest.program(EVENTFD + TinyGuest.WAIT + TinyGuest.SURVIVE));
        try (Snapshot snapshot = ready.snapshot()) {
            assertThat(snapshot.run(new byte[0], WarmPython.LIMITS, WarmPython.ALLOW_ALL)
                            .end())
                    .isEqualTo(new End.Exited(7));
        }
        assertThat(ready.remarks()).containsExactly("not kept, its guest has an open EventCounter");
        assertThat(store.list()).isEmpty();
    }
}
