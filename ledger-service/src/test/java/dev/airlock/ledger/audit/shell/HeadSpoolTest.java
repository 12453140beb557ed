package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.SignedHead;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.flow.Topic;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadSpoolTest {
    private static final int MANY = HeadSpool.HELD_MAX * 5;

    @TempDir
    private Path folder;

    private static SignedHead head(long size, long offset) {
        byte[] root = new byte[TreeHash.BYTES];
        ByteBuffer.wrap(root).putLong(size);
        return new SignedHead(3, size, TreeHash.of(root).base64(), new RecordPlace(Topic.CHECKPOINTS, 0, offset));
    }

    private HeadSpool spool() {
        return new HeadSpool(new Scratch(folder), 3);
    }

    private static List<SignedHead> all(HeadSpool spool) {
        List<SignedHead> all = new ArrayList<>();
        spool.sorted().forEachRemaining(all::add);
        return all;
    }

    @Test
    void heads_in_their_order_with_co_signed_ones_told_again_are_one_run_and_each_is_there_once() {
        List<SignedHead> expected = new ArrayList<>();
        try (HeadSpool spool = spool()) {
            for (int size = 1; size <= MANY; size++) {
                expected.add(head(size, size));
                spool.add(head(size, size));
                if (size > 20) {
                    spool.add(head(size - 20L, MANY + size));
                }
            }
            assertThat(spool.runs()).isEqualTo(1);
            assertThat(all(spool)).isEqualTo(expected);
            assertThat(spool.spilt()).isTrue();
            assertThat(folder).as("a file that is open has no name").isEmptyDirectory();
        }
    }

    @Test
    void heads_in_any_order_come_out_by_size() {
        List<SignedHead> heads = new ArrayList<>();
        for (int size = 1; size <= MANY; size++) {
            heads.add(head(size, size));
        }
        List<SignedHead> shuffled = new ArrayList<>(heads);
        Collections.shuffle(shuffled, new Random(3));
        try (HeadSpool spool = spool()) {
            shuffled.forEach(spool::add);
            assertThat(spool.runs()).isGreaterThan(1);
            assertThat(all(spool)).isEqualTo(heads);
        }
    }

    @Test
    void a_few_heads_make_no_file() {
        try (HeadSpool spool = spool()) {
            assertThat(all(spool)).isEmpty();
            spool.add(head(9, 2));
            spool.add(head(4, 1));
            assertThat(all(spool)).containsExactly(head(4, 1), head(9, 2));
            assertThat(spool.spilt()).isFalse();
        }
    }
}
