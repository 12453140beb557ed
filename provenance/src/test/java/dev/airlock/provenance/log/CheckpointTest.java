package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.BAD_SIGNATURE;
import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.NO_TRUSTED_SIGNATURE;
import static dev.airlock.provenance.log.Logs.assertRejected;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    private static final TreeHash HASH = TreeHash.ofBase64(ROOT);

    @Test
    void it_is_written_and_read_as_the_specification_has_it() throws Exception {
        String text = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n";
        var checkpoint = new Checkpoint("example.com/behind-the-sofa", 20_852_163, HASH);
        assertThat(checkpoint.text()).isEqualTo(text);
        assertThat(Checkpoint.parse(text)).isEqualTo(checkpoint);
        var extended = new Checkpoint("a log", Long.MAX_VALUE, HASH, List.of("one", " two "));
        assertThat(Checkpoint.parse(extended.text())).isEqualTo(extended);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "log\n1\n",
                "log\n1\n" + ROOT,
                "\n1\n" + ROOT + "\n",
                "log\n\n" + ROOT + "\n",
                "log\n01\n" + ROOT + "\n",
                "log\n-1\n" + ROOT + "\n",
                "log\n+1\n" + ROOT + "\n",
                "log\n 1\n" + ROOT + "\n",
                "log\n9223372036854775808\n" + ROOT + "\n",
                "log\n99999999999999999999999999\n" + ROOT + "\n",
                "log\n\u0661\n" + ROOT + "\n",
                "log\n0\n" + ROOT + "\n",
                "log\n1\n" + ROOT + "\n\n",
                "log\n1\n" + ROOT + "\nextension\n\nmore\n",
                "log\n1\n" + ROOT + "=\n",
                "log\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "log\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
                "log\n1\nAAAA\n"
            })
    void what_has_another_form_is_none(String text) {
        assertRejected(MALFORMED, () -> Checkpoint.parse(text));
    }

    @Test
    void an_empty_log_has_the_empty_root_and_no_size_is_negative() {
        assertThatThrownBy(() -> new Checkpoint("log", 0, HASH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("log", -1, HASH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, HASH)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Checkpoint("log", 1, HASH, List.of("")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_a_key_of_its_own_log_opens_it() throws Exception {
        var checkpoint = new Checkpoint(Logs.NAME.text(), 1, HASH);
        SignedCheckpoint signed = checkpoint.signed(Logs.SIGNER);
        assertThat(SignedCheckpoint.open(signed.bytes(), Set.of(Logs.SIGNER.key())))
                .isEqualTo(signed)
                .extracting(SignedCheckpoint::checkpoint)
                .isEqualTo(checkpoint);

        var otherPartition = new NoteSigner(new LogName("test", 4).text(), Logs.key(11));
        SignedCheckpoint foreign = checkpoint.signed(otherPartition);
        assertRejected(
                NO_TRUSTED_SIGNATURE,
                () -> SignedCheckpoint.open(foreign.bytes(), Set.of(otherPartition.key(), Logs.SIGNER.key())));
        var cosigner = new Cosigner(Logs.NAME.text(), Logs.key(11));
        assertRejected(NO_TRUSTED_SIGNATURE, () -> SignedCheckpoint.open(signed.bytes(), Set.of(cosigner.key())));
        assertRejected(NO_TRUSTED_SIGNATURE, () -> SignedCheckpoint.open(signed.bytes(), Set.of()));
        String forged = new String(signed.bytes(), UTF_8).replace("\n1\n", "\n2\n");
        assertRejected(BAD_SIGNATURE, () -> SignedCheckpoint.open(forged.getBytes(UTF_8), Set.of(Logs.SIGNER.key())));
    }

    @Test
    void a_log_is_named_by_its_ledger_and_its_partition() {
        assertThat(Logs.NAME.text()).isEqualTo("airlock/test/tokens/3");
        assertThat(LogName.parse("airlock/test/tokens/3")).isEqualTo(Logs.NAME);
        for (String bad : List.of(
                "airlock/test/tokens/03",
                "airlock/test/tokens/65536",
                "airlock/test/tokens/-1",
                "airlock/Test/tokens/1",
                "airlock//tokens/1",
                "airlock/a/b/tokens/1",
                "airlock/test/tokens/1 ",
                "airlock/" + "a".repeat(65) + "/tokens/1",
                "airlock/.a/tokens/1")) {
            assertThatThrownBy(() -> LogName.parse(bad)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
