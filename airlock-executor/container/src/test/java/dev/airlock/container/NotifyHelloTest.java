package dev.airlock.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyHelloTest {
    private static final String STATE =
            "{\"fds\":[\"seccompFd\"],\"pid\":6,\"metadata\":\"a } \\\" {\",\"state\":{\"id\":\"airlock-1-2\",\"pid\":6}}";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void an_object_is_over_at_its_own_brace_whatever_follows() throws ContainerFailed {
        NotifyHello hello = new NotifyHello();
        hello.hear(bytes(STATE + "\n{\"more\": tr"));
        assertThat(hello.container()).contains("airlock-1-2");
    }

    @Test
    void it_may_come_byte_by_byte() throws ContainerFailed {
        NotifyHello hello = new NotifyHello();
        byte[] all = bytes("  \n" + STATE);
        for (int i = 0; i < all.length; i++) {
            assertThat(hello.container()).as("before byte " + i).isEmpty();
            hello.hear(new byte[] {all[i]});
        }
        assertThat(hello.container()).contains("airlock-1-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x{}", "]", "}", "7"})
    void what_begins_with_no_brace_is_refused(String text) {
        NotifyHello hello = new NotifyHello();
        assertThatThrownBy(() -> hello.hear(bytes(text)))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("did not begin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"state\":{\"id\":7}}", "{\"state\":[]}", "[]"})
    void a_state_that_names_no_container_is_refused(String text) throws ContainerFailed {
        NotifyHello hello = new NotifyHello();
        hello.hear(bytes(text));
        assertThatThrownBy(hello::container)
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("names no container");
    }

    @Test
    void what_is_no_json_is_refused() throws ContainerFailed {
        NotifyHello hello = new NotifyHello();
        hello.hear(bytes("{state}"));
        assertThatThrownBy(hello::container).isInstanceOf(ContainerFailed.class).hasMessageContaining("no JSON");
    }

    @Test
    void more_than_64_kib_are_refused_before_they_are_kept() throws ContainerFailed {
        NotifyHello hello = new NotifyHello();
        hello.hear(bytes("{\"" + "x".repeat(60_000)));
        assertThatThrownBy(() -> hello.hear(new byte[6_000]))
                .isInstanceOf(ContainerFailed.class)
                .hasMessageContaining("more than 65536 bytes");
    }
}
