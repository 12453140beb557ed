package dev.airlock.authorisation.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.authorisation.wire.PolicySets;
import dev.airlock.schemas.model.PolicyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyDirectoryTest {
    @TempDir
    private Path folder;

    @Test
    void the_repositorys_directory_is_the_releases_own_set() throws IOException {
        assertThat(PolicyDirectory.read(Path.of("../policies"))).isEqualTo(Distribution.policies());
        assertThat(Distribution.base()).hasSize(1);
        assertThat(PolicySets.versionOf(Distribution.policies())).startsWith("sha256:");
    }

    @Test
    void the_policies_of_a_directory_are_read_in_order_and_nothing_else() throws IOException {
        Files.writeString(folder.resolve("b.cedar"), "B");
        Files.writeString(folder.resolve("a.cedar"), "A \u2603");
        Files.writeString(folder.resolve("notes.md"), "N");
        Files.createDirectories(folder.resolve("c.cedar"));
        assertThat(PolicyDirectory.read(folder))
                .containsExactly(new PolicyFile("a.cedar", "A \u2603"), new PolicyFile("b.cedar", "B"));
        assertThat(PolicyDirectory.read(folder.resolve("b.cedar"))).containsExactly(new PolicyFile("b.cedar", "B"));
    }

    @Test
    void what_cannot_be_read_is_told_by_its_name() throws IOException {
        assertThatThrownBy(() -> PolicyDirectory.read(folder.resolve("none")))
                .hasMessageContaining("none is not there");
        assertThatThrownBy(() -> PolicyDirectory.read(folder)).hasMessageContaining("holds no file");
        Path file = Files.write(folder.resolve("x.cedar"), new byte[] {(byte) 0xff, 1});
        assertThatThrownBy(() -> PolicyDirectory.read(file)).hasMessageContaining("x.cedar is not UTF-8");
        Files.write(file, new byte[PolicyFile.TEXT_MAX * 4 + 1]);
        assertThatThrownBy(() -> PolicyDirectory.read(file)).hasMessageContaining("larger than a file of policies");
        Files.writeString(file, "x".repeat(PolicyFile.TEXT_MAX + 1));
        assertThatThrownBy(() -> PolicyDirectory.read(file)).hasMessageContaining("at most 65536");
    }

    @Test
    void another_schema_in_the_directory_is_refused() throws IOException {
        Files.writeString(folder.resolve("a.cedar"), "A");
        Path schema = Files.writeString(folder.resolve(Distribution.SCHEMA), Distribution.schema());
        assertThat(PolicyDirectory.read(folder)).hasSize(1);
        Files.writeString(schema, "entity Martian;");
        assertThatThrownBy(() -> PolicyDirectory.read(folder)).hasMessageContaining("not this release's schema");
    }
}
