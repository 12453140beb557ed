package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.node.TestNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A principal's life on a whole node: added, heard, given another key, revoked, refused. No guest is needed. */
class PrincipalTest {
    private static TestNode node;

    @TempDir
    private Path folder;

    private String name;

    @BeforeAll
    static void start() {
        node = TestNode.shared();
    }

    @BeforeEach
    void name() {
        name = "jis:test:" + UUID.randomUUID();
    }

    private static Said said(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--data");
        all.add(node.data().root().toString());
        return Said.by(all.toArray(String[]::new));
    }

    private String file(String file) {
        return folder.resolve(file).toString();
    }

    private Said add(String origin, String file) {
        return said("principal", "add", name, "--class", origin, "--generate", file(file), "--reason", "a test");
    }

    private Said run(String file) {
        return said("run", "code:execute", "print(1)", "--backend", "simulation", "--key", file(file), "--json");
    }

    private static String reason(Said refused) {
        JsonNode erin = refused.json().get("token").get("erin");
        return erin.toString();
    }

    @Test
    void who_was_added_is_heard_as_his_class_and_refused_once_he_is_revoked() throws Exception {
        assertThat(add("local", "one.key").exit()).isZero();
        assertThat(Files.getPosixFilePermissions(folder.resolve("one.key")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Said ran = run("one.key");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out()).contains(name);

        Said revoked = said("principal", "revoke", name, "--reason", "the laptop was lost");
        assertThat(revoked.exit()).as(revoked.err()).isZero();
        assertThat(revoked.out()).contains("in force");
        Said refused = run("one.key");
        assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(Exit.REFUSED);
        assertThat(reason(refused)).contains("revoked").contains("the laptop was lost");
        assertThat(said("principal", "revoke", name, "--reason", "again").err()).contains("is revoked already");
    }

    @Test
    void a_rotation_hears_the_new_key_and_no_more_the_old_one() {
        assertThat(add("local", "one.key").exit()).isZero();
        assertThat(run("one.key").exit()).isZero();
        Said rotated =
                said("principal", "rotate", name, "--generate", file("two.key"), "--reason", "yearly", "--days", "30");
        assertThat(rotated.exit()).as(rotated.err()).isZero();
        assertThat(run("two.key").exit()).isZero();
        assertThat(reason(run("one.key"))).contains("epoch 1");
        List<String> history = said("principal", "show", name).lines();
        assertThat(history).hasSize(4);
        assertThat(history.get(1)).contains("now old_epoch");
        assertThat(history.get(3)).contains("now good");
        assertThat(said("principal", "list").out())
                .contains(name)
                .contains("local")
                .contains("operator");
        assertThat(said("principal", "list", "--all").lines())
                .filteredOn(line -> line.startsWith(name))
                .hasSize(2);
        assertThat(said("principal", "show", name, "--at", "2020-01-01T00:00:00Z")
                        .out())
                .contains("now unknown");
    }

    @Test
    void the_same_word_twice_is_fine_and_a_contradiction_is_told_with_the_fix() {
        assertThat(add("external", "one.key").exit()).isZero();
        String published = file("one.key.pub");
        Said again = said("principal", "add", name, "--class", "external", "--key", published, "--reason", "again");
        assertThat(again.exit()).as(again.err()).isZero();
        assertThat(again.out()).contains("it was there already");
        Said other = said("principal", "add", name + ":b", "--class", "internal", "--key", published, "--reason", "x");
        assertThat(other.exit()).isEqualTo(Exit.USAGE);
        assertThat(other.err()).contains("belongs to " + name);
        Said third = add("external", "three.key");
        assertThat(third.exit()).isEqualTo(Exit.USAGE);
        assertThat(third.err()).contains("airlock principal rotate " + name);
        assertThat(folder.resolve("three.key")).doesNotExist();
        Said service = said(
                "principal",
                "add",
                name + ":c",
                "--class",
                "operator",
                "--key",
                node.data().keys().resolve("gateway.pub").toString(),
                "--reason",
                "x");
        assertThat(service.exit()).isEqualTo(Exit.USAGE);
        assertThat(service.err()).contains("is a key of the key directory");
    }

    @Test
    void a_principal_cancels_what_is_its_own_and_nobody_elses() {
        assertThat(add("local", "one.key").exit()).isZero();
        String mine = UUID.randomUUID().toString();
        String other = UUID.randomUUID().toString();
        String[] run = {"run", "code:execute", "print(1)", "--backend", "simulation", "--session", "cancels", "--id"};
        assertThat(said("cancel", "cancels/" + mine, "--key", file("one.key")).exit())
                .as("before it comes")
                .isEqualTo(Exit.USAGE);
        assertThat(said("cancel", "cancels/" + other, "--key", file("one.key")).exit())
                .isEqualTo(Exit.USAGE);
        Said own = said(run[0], run[1], run[2], run[3], run[4], run[5], run[6], run[7], mine, "--key", file("one.key"));
        assertThat(own.exit()).as(own.err()).isEqualTo(Exit.CANCELLED);
        assertThat(own.err()).contains("cancelled by " + name);
        Said anothers = said(run[0], run[1], run[2], run[3], run[4], run[5], run[6], run[7], other);
        assertThat(anothers.exit()).as(anothers.err()).isZero();
    }

    @Test
    void what_is_wrong_is_wrong_use() {
        assertThat(said("principal", "add", "crawler", "--class", "external", "--generate", file("k"), "--reason", "x")
                        .err())
                .contains("must begin with jis:");
        assertThat(folder.resolve("k")).doesNotExist();
        assertThat(said("principal", "add", name, "--class", "king", "--generate", file("k"), "--reason", "x")
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(said("principal", "add", name, "--class", "external", "--reason", "x")
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(said("principal", "show", name).err()).contains("nobody is called " + name);
        assertThat(run("missing.key").err()).contains("is not there");
    }
}
