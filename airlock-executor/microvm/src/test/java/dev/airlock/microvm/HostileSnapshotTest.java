package dev.airlock.microvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.microvm.store.CpuIdentity;
import dev.airlock.microvm.store.Host;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.PaperSeal;
import dev.airlock.microvm.store.PaperSnapshot;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.microvm.store.SnapshotRefused;
import dev.airlock.microvm.store.SnapshotRefused.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored snapshot is used as it was signed, or not at all. Every byte of one is tried. */
class HostileSnapshotTest {
    private static final PaperSeal SEAL = new PaperSeal("ours");
    private static final byte[] STATE = "any state".getBytes(StandardCharsets.US_ASCII);

    /** Two numbers of four bytes come before the one page. */
    private static final int PAGE_INDEX = 8;

    private static final int ROUNDS = 8;
    private static final int AT_ONCE = 6;

    @TempDir
    private Path root;

    private Path directory;
    private SnapshotStore store;
    private String id;

    @BeforeEach
    void keep() throws IOException {
        directory = root.resolve("snapshots");
        store = new SnapshotStore(directory, SEAL);
        id = new PaperSnapshot(STATE, 3).addTo(new SnapshotFolder(directory, SEAL));
    }

    private Reason refusal() throws Exception {
        try {
            store.verify(id, Optional.of(PaperSnapshot.HOST));
        } catch (SnapshotRefused e) {
            assertThat(e.getMessage()).isNotBlank().doesNotContain(root.toString());
            return e.reason();
        }
        throw new AssertionError("it was believed");
    }

    private Path file(String name) {
        return directory.resolve(id).resolve(name);
    }

    @Test
    void what_was_kept_is_there_whole_and_for_its_owner_alone() throws Exception {
        assertThat(store.verify(id, Optional.of(PaperSnapshot.HOST))).isEqualTo(new PaperSnapshot(STATE, 3).manifest());
        assertThat(store.list()).singleElement().isInstanceOfSatisfying(SnapshotStore.Kept.Signed.class, kept -> {
            assertThat(kept.id()).isEqualTo(id);
            assertThat(kept.bytes()).isBetween(4096L, 2L * 4096);
        });
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files).hasSize(6).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .endsWith("------"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "manifest.sig", "state", "pages"})
    void a_flipped_bit_anywhere_is_refused(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(file(name));
        // Of a page's content, which one hash is over, every seventh byte.
        for (int at = 0; at < bytes.length; at += name.equals("pages") && at > PAGE_INDEX ? 7 : 1) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= (byte) (1 << at % Byte.SIZE);
            Files.write(file(name), flipped);
            assertThat(refusal()).as("byte %d of %s", at, name).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "manifest.sig", "state", "pages"})
    void a_file_of_another_length_is_refused(String name) throws Exception {
        byte[] bytes = Files.readAllBytes(file(name));
        for (int length = 0; length < bytes.length; length += 1 + bytes.length / 100) {
            Files.write(file(name), Arrays.copyOf(bytes, length));
            assertThat(refusal()).as("%s of %d bytes", name, length).isNotNull();
        }
        Files.write(file(name), Arrays.copyOf(bytes, bytes.length + 1));
        assertThat(refusal()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "manifest.sig", "state", "pages"})
    void a_file_that_is_missing_or_a_link_is_refused(String name) throws Exception {
        Path moved = root.resolve("moved");
        Files.move(file(name), moved);
        assertThat(refusal()).isEqualTo(Reason.FILES);
        Files.createSymbolicLink(file(name), moved);
        assertThat(refusal()).isEqualTo(Reason.FILES);
        Files.delete(file(name));
        Files.createDirectory(file(name));
        assertThat(refusal()).isEqualTo(Reason.FILES);
    }

    @Test
    void each_reason_is_told() throws Exception {
        String manifest = Files.readString(file("manifest.json"));
        Files.writeString(
                file("manifest.json"),
                manifest.replace("\"format\":" + Manifest.FORMAT, "\"format\":" + (Manifest.FORMAT + 1)));
        assertThat(refusal()).isEqualTo(Reason.FORMAT);
        Files.writeString(file("manifest.json"), manifest.replace("kvm_amd", "kvm_pvm"));
        assertThat(refusal()).isEqualTo(Reason.SIGNATURE);
        Files.writeString(file("manifest.json"), manifest.replace(",\"stub\"", ", \"stub\""));
        assertThat(refusal()).isEqualTo(Reason.MANIFEST);
        Files.writeString(file("manifest.json"), manifest);
        byte[] pages = Files.readAllBytes(file("pages"));
        byte[] flipped = pages.clone();
        flipped[flipped.length - 1] ^= 1;
        Files.write(file("pages"), flipped);
        assertThat(refusal()).isEqualTo(Reason.ROOT);
        Files.write(file("pages"), pages);
        Files.write(file("state"), new byte[STATE.length]);
        assertThat(refusal()).isEqualTo(Reason.STATE);
    }

    @Test
    void what_another_key_has_signed_is_refused() {
        SnapshotStore others = new SnapshotStore(directory, new PaperSeal("theirs"));
        assertThatThrownBy(() -> others.verify(id, Optional.empty()))
                .isInstanceOfSatisfying(
                        SnapshotRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.SIGNATURE));
    }

    @Test
    void another_processor_or_way_of_leaving_is_refused_and_says_what_differs() throws Exception {
        CpuIdentity other =
                new CpuIdentity(PaperSnapshot.CPU.vendor(), 6, 1, 2, List.of("cpuid 00000001.00 1 2 3 5", "xcr0 e7"));
        assertThatThrownBy(() -> store.verify(id, Optional.of(new Host("standard", "kvm_amd", other))))
                .hasMessage("taken on another processor: cpuid 00000001.00 1 2 3 4, not cpuid 00000001.00 1 2 3 5")
                .isInstanceOfSatisfying(
                        SnapshotRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.CPU));
        CpuIdentity later = new CpuIdentity(PaperSnapshot.CPU.vendor(), 6, 1, 3, PaperSnapshot.CPU.features());
        assertThatThrownBy(() -> store.verify(id, Optional.of(new Host("standard", "kvm_amd", later))))
                .hasMessageContaining("stepping 2, not GenuinePaper family 6 model 1 stepping 3");
        assertThat(store.verify(id, Optional.of(new Host("standard", "kvm", PaperSnapshot.CPU))))
                .as("a jail may hide which module it is")
                .isNotNull();
        assertThatThrownBy(() -> store.verify(id, Optional.of(new Host("cpl3", "kvm_pvm", PaperSnapshot.CPU))))
                .isInstanceOfSatisfying(
                        SnapshotRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.STUB));
    }

    @Test
    void a_snapshot_under_another_name_is_refused() throws Exception {
        String other = "a".repeat(64);
        Files.move(directory.resolve(id), directory.resolve(other));
        assertThatThrownBy(() -> store.verify(other, Optional.empty()))
                .isInstanceOfSatisfying(
                        SnapshotRefused.class, e -> assertThat(e.reason()).isEqualTo(Reason.MANIFEST));
        assertThatThrownBy(() -> store.verify("../" + other, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_bytes_for_a_manifest_are_refused_and_listed_as_unreadable() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] manifest = Files.readAllBytes(file("manifest.json"));
        for (int i = 0; i < 500; i++) {
            byte[] bytes = manifest.clone();
            for (int j = 0; j <= random.nextInt(8); j++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (Arrays.equals(bytes, manifest)) {
                continue;
            }
            Files.write(file("manifest.json"), bytes);
            assertThat(store.list()).as("seed %d", seed).allMatch(SnapshotStore.Kept.Unreadable.class::isInstance);
        }
    }

    @Test
    void a_new_one_takes_the_place_of_what_our_key_signed_and_of_nothing_else() throws Exception {
        String theirs = new PaperSnapshot(STATE, 4).addTo(new SnapshotFolder(directory, new PaperSeal("theirs")));
        String newer = new PaperSnapshot(STATE, 5).addTo(new SnapshotFolder(directory, SEAL));
        Path manifest = directory.resolve(newer).resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("\"format\":" + Manifest.FORMAT, "\"format\":" + (Manifest.FORMAT + 1)));
        Files.createDirectory(directory.resolve("b".repeat(64)));
        Files.write(file("state"), new byte[1]);
        assertThat(store.replaced(PaperSnapshot.ORIGIN, PaperSnapshot.HOST)).containsExactly(id);
        assertThat(store.replaced(PaperSnapshot.ORIGIN, new Host("cpl3", "kvm_pvm", PaperSnapshot.CPU)))
                .as("one of another host is not in the way")
                .isEmpty();
        assertThat(store.list()).extracting(SnapshotStore.Kept::id).contains(id, theirs, newer, "b".repeat(64));
    }

    @Test
    void first_starts_at_the_same_time_keep_theirs_all() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path fresh = root.resolve("fresh" + round);
            CountDownLatch start = new CountDownLatch(1);
            List<Future<String>> starts = new ArrayList<>();
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                for (int page = 0; page < AT_ONCE; page++) {
                    PaperSnapshot snapshot = new PaperSnapshot(STATE, page);
                    starts.add(threads.submit(() -> {
                        start.await();
                        return snapshot.addTo(new SnapshotFolder(fresh, SEAL));
                    }));
                }
                start.countDown();
            }
            List<String> ids = new ArrayList<>();
            for (Future<String> one : starts) {
                ids.add(one.get());
            }
            assertThat(new SnapshotStore(fresh, SEAL).list())
                    .allMatch(SnapshotStore.Kept.Signed.class::isInstance)
                    .extracting(SnapshotStore.Kept::id)
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void a_half_written_one_is_not_there_and_one_that_is_added_again_is_whole() throws Exception {
        Files.createDirectory(directory.resolve("half-1"));
        Files.write(file("pages"), new byte[1]);
        assertThat(new PaperSnapshot(STATE, 3).addTo(new SnapshotFolder(directory, SEAL)))
                .isEqualTo(id);
        assertThat(store.list()).hasSize(1);
        assertThat(store.verify(id, Optional.empty()).id()).isEqualTo(id);
        assertThat(store.remove(id)).isTrue();
        assertThat(store.remove(id)).isFalse();
        assertThat(store.list()).isEmpty();
        assertThat(directory.resolve("half-1")).exists();
    }
}
