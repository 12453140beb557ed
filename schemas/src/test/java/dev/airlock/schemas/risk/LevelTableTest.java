package dev.airlock.schemas.risk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.ApprovalLevel;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Risk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTableTest {
    private static final LevelTable TABLE = LevelTable.load();

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "BENIGN,      print(1),                      L0",
        "SENSITIVE,   print(1),                      L1",
        "DESTRUCTIVE, print(1),                      L2",
        "BENIGN,      pip install requests,          L1",
        "BENIGN,      PIP INSTALL requests,          L1",
        "DESTRUCTIVE, pip install requests,          L2",
        "BENIGN,      open('/etc/passwd'),           L3",
        "SENSITIVE,   open('/ETC/passwd'),           L3",
        "BENIGN,      pip install x; cat /etc/hosts, L3",
    })
    void the_gravest_of_what_applies_is_asked_for(Risk risk, String payload, ApprovalLevel level) {
        assertThat(TABLE.of(risk, List.of(bytes(payload))).level()).isEqualTo(level);
    }

    @Test
    void more_than_five_hundred_lines_need_a_second_operator_and_input_files_count() {
        assertThat(TABLE.of(Risk.BENIGN, List.of(bytes("x\n".repeat(500)))).level())
                .isEqualTo(ApprovalLevel.L0);
        LevelTable.Asked asked = TABLE.of(Risk.BENIGN, List.of(bytes("x\n".repeat(250)), bytes("y\n".repeat(251))));
        assertThat(asked.level()).isEqualTo(ApprovalLevel.L2);
        assertThat(asked.why()).isEqualTo("it has 501 lines, more than 500");
        assertThat(TABLE.of(Risk.BENIGN, List.of(bytes("1"), bytes("/etc/shadow")))
                        .why())
                .isEqualTo("it says /etc: the system's own settings");
    }

    @Test
    void each_level_needs_no_fewer_operators_than_the_one_below() {
        assertThat(ApprovalLevel.values()).extracting(ApprovalLevel::operators).containsExactly(1, 1, 2, 3);
    }
}
