package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.TestNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A delegation's life on a whole node: given, used, handed on, taken back, refused. No guest is needed. */
class DelegateTest {
    private static TestNode node;

    @TempDir
    private Path folder;

    private String lead;
    private String crawler;

    @BeforeAll
    static void start() {
        node = TestNode.shared();
    }

    @BeforeEach
    void names() {
        lead = "jis:test:" + UUID.randomUUID();
        crawler = "jis:test:" + UUID.randomUUID();
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

    private void add(String name, String file) {
        Said added = said("principal", "add", name, "--class", "local", "--generate", file(file), "--reason", "a test");
        assertThat(added.exit()).as(added.err()).isZero();
    }

    private Said delegate(String key, String to, String out, String... more) {
        var all = new ArrayList<>(
                List.of("delegate", "--key", file(key), "--to", to, "--rights", "code:execute", "--out", file(out)));
        all.addAll(List.of(more));
        return said(all.toArray(String[]::new));
    }

    private Said run(String key, String delegation, String... more) {
        var all = new ArrayList<>(
                List.of("run", "code:execute", "print(1)", "--backend", "simulation", "--key", file(key), "--json"));
        all.addAll(List.of("--delegation", file(delegation)));
        all.addAll(List.of(more));
        return said(all.toArray(String[]::new));
    }

    private static void assertRefused(Said refused, String why) {
        assertThat(refused.exit()).as(refused.out() + refused.err()).isEqualTo(Exit.REFUSED);
        assertThat(refused.json().get("token").get("erin").toString()).contains(why);
    }

    @Test
    void who_acts_for_another_is_named_with_him_in_the_token_until_the_delegation_is_taken_back() {
        add(lead, "lead.key");
        add(crawler, "crawler.key");
        Said given = delegate("lead.key", crawler, "d.txt", "--timeout", "5s");
        assertThat(given.exit()).as(given.err()).isZero();
        Said ran = run("crawler.key", "d.txt");
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        var around = ran.json().get("token").get("eromheen");
        assertThat(around.get("principal").asText()).isEqualTo(crawler);
        assertThat(around.get("on_behalf_of").toString()).isEqualTo("[\"" + lead + "\"]");

        assertRefused(run("lead.key", "d.txt"), "and not for");
        assertRefused(run("crawler.key", "d.txt", "--timeout", "6s"), "more than is delegated");
        assertRefused(run("crawler.key", "d.txt", "--memory", "257"), "more than is delegated");

        assertThat(said("delegate", "revoke", file("d.txt"), "--reason", "x", "--key", file("crawler.key"))
                        .err())
                .contains("gave neither that delegation");
        Said back =
                said("delegate", "revoke", file("d.txt"), "--reason", "the work is done", "--key", file("lead.key"));
        assertThat(back.exit()).as(back.err()).isZero();
        assertRefused(run("crawler.key", "d.txt"), "the work is done");
        assertThat(said("delegate", "list").out()).contains("taken back by " + lead + ": the work is done");
        assertThat(said("delegate", "revoke", file("d.txt"), "--reason", "again", "--key", file("lead.key"))
                        .err())
                .contains("was taken back already");
    }

    @Test
    void what_is_handed_on_is_no_more_and_ends_with_the_key_of_whoever_gave_it_first() {
        add(lead, "lead.key");
        add(crawler, "crawler.key");
        assertThat(delegate("lead.key", crawler, "d.txt").exit()).isZero();
        Said more = delegate("crawler.key", "local", "more.txt", "--on", file("d.txt"), "--memory", "512");
        assertThat(more.exit()).isEqualTo(Exit.USAGE);
        assertThat(more.err()).contains("hands on more than was given");
        assertThat(delegate("lead.key", "local", "not.txt", "--on", file("d.txt"))
                        .err())
                .contains("is for ed25519:");
        assertThat(delegate("crawler.key", "local", "e.txt", "--on", file("d.txt"))
                        .exit())
                .isZero();
        assertThat(said2("delegate", "show", file("e.txt"))).hasSize(6);
        Said ran = said(
                "run", "code:execute", "print(1)", "--backend", "simulation", "--json", "--delegation", file("e.txt"));
        assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
        assertThat(ran.json().get("token").get("eromheen").get("on_behalf_of").toString())
                .isEqualTo("[\"" + lead + "\",\"" + crawler + "\"]");

        assertThat(said("principal", "revoke", lead, "--reason", "the laptop was lost")
                        .exit())
                .isZero();
        assertRefused(run("crawler.key", "d.txt"), "the laptop was lost");
        assertRefused(
                said(
                        "run",
                        "code:execute",
                        "print(1)",
                        "--backend",
                        "simulation",
                        "--json",
                        "--delegation",
                        file("e.txt")),
                "the laptop was lost");
    }

    /** Without a data directory: what needs none. */
    private static List<String> said2(String... arguments) {
        return Said.by(arguments).lines();
    }

    @Test
    void what_is_wrong_is_wrong_use() {
        assertThat(said("delegate", "--to", "local").err()).contains("--to and --rights are missing");
        assertThat(said("delegate", "--as", "operator", "--to", "local", "--rights", "a::b")
                        .err())
                .contains("is no pattern of intents");
        assertThat(said("delegate", "--to", "local", "--rights", "code:execute").err())
                .contains("to himself");
        assertThat(said("delegate", "--to", "jis:nobody", "--rights", "code:execute")
                        .err())
                .contains("jis:nobody has no good key");
        assertThat(run("none.key", "none.txt").err()).contains("cannot be read");
        assertThat(said("delegate", "revoke", "sha256:1", "--reason", "x").err())
                .contains("must be sha256:");
        Said line = said("delegate", "--as", "operator", "--to", "local", "--rights", "code:execute");
        assertThat(line.exit()).as(line.err()).isZero();
        assertThat(line.out()).startsWith("airlock-delegation-v1.");
    }
}
