package dev.airlock.schemas.syscalls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.syscalls.SyscallFiles.RoutePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewedFileTest {
    @Test
    void a_well_formed_file_is_read() {
        RoutePolicy policy = parse("{'policy':'p','comment':'c','allow':[{'call':'sys_read','comment':'why'}]}");
        assertThat(policy.allow()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'policy':'p','comment':'c','allow':[],'deny':[]}",
                "{'policy':'p','comment':'c'}",
                "{'policy':'p','comment':null,'allow':[]}",
                "{'policy':7,'comment':'c','allow':[]}",
                "{'policy':'p','policy':'q','comment':'c','allow':[]}",
                "{'policy':'p','comment':'c','allow':[]} []",
                "{'policy':'p','comment':'c','allow':[{'call':'sys_read','comment':'why'},{'call':'sys_read','comment':'why'}]}",
                "{'policy':'p','comment':'c','allow':[{'call':'sys_read','comment':' '}]}",
                "{'policy':'p','comment':'c','allow':[{'call':'sys_read'}]}",
                "{'policy':'p','comment':'c','allow':[null]}",
                "[]",
                ""
            })
    void anything_that_is_not_exactly_the_shape_is_refused(String json) {
        assertThatThrownBy(() -> parse(json)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_missing_file_says_which() {
        assertThatThrownBy(() -> ReviewedFile.read("/syscalls/none.json", RoutePolicy.class))
                .hasMessage("/syscalls/none.json: not on the class path; the build is incomplete");
    }

    private static RoutePolicy parse(String json) {
        return ReviewedFile.parse("test", json.replace('\'', '"').getBytes(UTF_8), RoutePolicy.class);
    }
}
