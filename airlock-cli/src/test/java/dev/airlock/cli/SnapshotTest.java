package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.executor.sandbox.KeySeal;
import dev.airlock.microvm.machine.PageTree;
import dev.airlock.microvm.store.Content;
import dev.airlock.microvm.store.CpuIdentity;
import dev.airlock.microvm.store.Digests;
import dev.airlock.microvm.store.Host;
import dev.airlock.microvm.store.Manifest;
import dev.airlock.microvm.store.Origin;
import dev.airlock.microvm.store.SnapshotFolder;
import dev.airlock.road.keys.KeyFiles;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a data directory; no guest runs, so whether a snapshot fits this machine is not looked at where none can. */
class SnapshotTest {
    private static final int BYTES = 1 << 20;
    private static final byte[] STATE = {1, 2, 3};

    @TempDir
    private Path folder;

    private String data() {
        return folder.resolve("data").toString();
    }

    /** A stored snapshot of a memory whose second page holds {@code value}. */
    private String keep(byte value) throws IOException {
        MemorySegment memory = Arena.ofAuto().allocate(BYTES, Long.BYTES);
        memory.asSlice(4096, 4096).fill(value);
        BitSet pages = new BitSet();
        pages.set(1);
        String root = Digests.text(PageTree.of(memory, pages).root());
        Manifest manifest = new Manifest(
                new Origin("airlock-python:bare", "sha256:" + "0".repeat(64), "bare", 1),
                new Host("standard", "kvm_amd", new CpuIdentity("AuthenticAMD", 25, 1, 1, List.of("xcr0 7"))),
                new Content(root, 1, root, STATE.length, Digests.of(STATE)),
                value,
                12);
        var key = new KeyFiles(folder.resolve("data/keys"), new SecureRandom()).loadOrCreate("executor");
        new SnapshotFolder(folder.resolve("data/snapshots"), new KeySeal(key)).add(manifest, STATE, memory, pages);
        return manifest.id();
    }

    private Said said(String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "snapshot";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--data";
        all[words.length + 2] = data();
        return Said.by(all);
    }

    @Test
    void where_there_are_none_that_is_said_and_nothing_is_made() {
        Said listed = said("list");
        assertThat(listed.exit()).isZero();
        assertThat(listed.out()).contains("No snapshots in " + data());
        assertThat(said("verify").exit()).isZero();
        assertThat(said("rm", "--unused").exit()).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void they_are_listed_the_newest_first_and_shown_with_all_that_is_known() throws Exception {
        String old = keep((byte) 1);
        String id = keep((byte) 2);
        Said listed = said("list");
        assertThat(listed.exit()).isZero();
        assertThat(listed.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(id.substring(0, 12))
                                .contains("airlock-python:bare", "bare", "kvm_amd/standard", "unused"),
                        line -> assertThat(line).startsWith(old.substring(0, 12)));
        JsonNode shown = said("show", id.substring(0, 10), "--json").json();
        assertThat(shown.get("digest").asText()).isEqualTo("sha256:" + id);
        assertThat(shown.get("profile").asText()).isEqualTo("bare");
        assertThat(shown.get("cpu").asText()).isEqualTo("AuthenticAMD family 25 model 1 stepping 1");
        assertThat(shown.get("pages").asInt()).isEqualTo(1);
        assertThat(said("show", id).out()).contains("root", "features      xcr0 7", "memory_mib    1");
    }

    @Test
    void a_flipped_byte_does_not_verify_and_the_exit_code_says_so() throws Exception {
        assumeFalse(Files.exists(Path.of("/dev/kvm")), "there a snapshot of another processor is refused for that");
        String id = keep((byte) 1);
        Said fine = said("verify", id);
        assertThat(fine.exit()).isZero();
        assertThat(fine.out()).startsWith(id + "  verified; whether it fits this machine is not known");
        Path pages = folder.resolve("data/snapshots").resolve(id).resolve("pages");
        byte[] bytes = Files.readAllBytes(pages);
        bytes[100] ^= 1;
        Files.write(pages, bytes);
        Said damaged = said("verify", "--all");
        assertThat(damaged.exit()).isEqualTo(Exit.PROGRAM_FAILED);
        assertThat(damaged.out()).contains("NOT USED, root: the root over its pages is ");
        JsonNode json = said("verify", id, "--json").json();
        assertThat(json.get("verified").asBoolean()).isFalse();
        assertThat(json.get("refused").asText()).isEqualTo("ROOT");
    }

    @Test
    void one_is_removed_by_the_beginning_of_its_id_and_all_that_nobody_needs_at_once() throws Exception {
        String first = keep((byte) 1);
        String second = keep((byte) 2);
        assertThat(said("rm", first.substring(0, 12)).exit()).isZero();
        assertThat(said("list").out().lines()).hasSize(1);
        Files.delete(folder.resolve("data/snapshots").resolve(second).resolve("manifest.sig"));
        assertThat(said("list").out()).contains("cannot be used, files: manifest.sig is missing");
        assertThat(said("rm", "--unused").out()).isEqualTo(second + System.lineSeparator());
        assertThat(said("list", "--json").out()).isEmpty();
    }

    @Test
    void without_the_key_that_is_said_nothing_is_deleted_and_none_is_made() throws Exception {
        String id = keep((byte) 1);
        Path keys = folder.resolve("data/keys");
        for (String[] words : new String[][] {{"list"}, {"show", id}, {"verify"}, {"rm", id}, {"rm", "--unused"}}) {
            String[] all = Arrays.copyOf(words, words.length + 2);
            all[words.length] = "--key";
            all[words.length + 1] = "executor@other";
            Said said = said(all);
            assertThat(said.exit()).as(words[0]).isEqualTo(Exit.UNAVAILABLE);
            assertThat(said.err()).contains("there is no key executor@other");
        }
        assertThat(said("list", "--key", "policy").exit()).isEqualTo(Exit.USAGE);
        assertThat(keys.resolve("executor@other.key")).doesNotExist();
        assertThat(keys.resolve("executor@other.pub")).doesNotExist();
        assertThat(said("list", "--key", "executor").out()).startsWith(id.substring(0, 12));
    }

    @Test
    void without_kvm_nothing_is_built_and_the_exit_code_says_why() {
        assumeFalse(Files.exists(Path.of("/dev/kvm")), "a guest could be built here");
        Said said = said("build", "--profile", "bare");
        assertThat(said.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(said.err()).contains("no guest can run here").contains("/dev/kvm");
        assertThat(folder.resolve("data/snapshots")).doesNotExist();
    }
}
