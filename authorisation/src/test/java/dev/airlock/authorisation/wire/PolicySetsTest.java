package dev.airlock.authorisation.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PolicySet;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicySetsTest {
    private static PolicyFile file(String name, String text) {
        return new PolicyFile(name, text);
    }

    @Test
    void the_version_is_the_hash_of_names_and_texts() {
        // printf 'a\0x\0' | sha256sum
        assertThat(PolicySets.versionOf(List.of(file("a", "x"))))
                .isEqualTo("sha256:9702daf1994748818090bc1579c00984a67885e04aea8046fb1f1c5826564acb");
    }

    @Test
    void sets_that_differ_in_anything_differ_in_version() {
        var versions = List.of(
                PolicySets.versionOf(List.of(file("a", "x"))),
                PolicySets.versionOf(List.of(file("a", "y"))),
                PolicySets.versionOf(List.of(file("b", "x"))),
                PolicySets.versionOf(List.of(file("a", "x"), file("b", "x"))),
                PolicySets.versionOf(List.of(file("a", "x\n"))));
        assertThat(versions).doesNotHaveDuplicates();
    }

    @Test
    void what_can_be_no_set_has_no_version() {
        assertThatThrownBy(() -> PolicySets.versionOf(List.of())).hasMessageContaining("number of policy files is 0");
        assertThatThrownBy(() -> PolicySets.versionOf(List.of(file("a", "x\0"))))
                .hasMessageContaining("zero byte");
        assertThatThrownBy(() -> PolicySets.versionOf(List.of(file("b", "x"), file("a", "x"))))
                .hasMessageContaining("a follows b");
        assertThatThrownBy(() -> PolicySets.versionOf(List.of(file("a", "x"), file("a", "y"))))
                .hasMessageContaining("each name is there once");
        assertThatThrownBy(() -> file("a", "x".repeat(PolicyFile.TEXT_MAX + 1))).hasMessageContaining("at most 65536");
        assertThatThrownBy(() -> file("a b", "x")).hasMessageContaining("name of a policy file");
    }

    @Test
    void a_record_needs_a_version_a_reason_and_a_time() {
        String version = PolicySets.versionOf(List.of(file("a", "x")));
        assertThatThrownBy(() -> new PolicySet("1", List.of(file("a", "x")), "why", Instant.EPOCH))
                .hasMessageContaining("version must be sha256:");
        assertThatThrownBy(() -> new PolicySet(version, List.of(file("a", "x")), " ", Instant.EPOCH))
                .hasMessageContaining("reason");
        assertThatThrownBy(() -> new PolicySet(version, List.of(file("a", "x")), "why", Instant.EPOCH))
                .hasMessageContaining("loaded_at");
    }
}
