package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong use: exit code 2, the thing and the value, and what would be right; before anything is started. */
class UsageTest {
    @TempDir
    private Path folder;

    private String data() {
        return folder.resolve("data").toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "run code:execute x --origin martian      | --origin is one of external_ai, external, internal, local,"
                        + " operator; not martian",
                "run code:execute x --backend containers  | --backend is one of any, microvm, simulation, container; not"
                        + " container",
                "run code:execute x --backend unknown     | --backend is one of any, microvm, simulation, container; not unknown",
                "run code:execute x --timeout 5           | --timeout is a number and ms, s, m or h, for example 5s;"
                        + " not 5",
                "run code:execute x --timeout 0s          | for example 5s; not 0s",
                "run code:execute x --as root             | --as is local or operator, not root",
                "run code:execute                         | give the program once",
                "run code:execute x --file y              | give the program once",
                "run code:execute --file /not/there       | /not/there cannot be read",
                "run code:execute --file /                | cannot be read",
                "run code:execute x --in /not/there       | /not/there cannot be read",
                "run code:execute x --in /                | cannot be read",
                "run code:execute x --in /etc/passwd:../x | without '.' and '..'",
                "run code:execute x --in /etc/passwd:/x   | must be relative",
                "run code:execute x --out ../x            | without '.' and '..'",
                "run code:execute x --out nul.txt         | a device on some systems",
                "run code:execute x --out etc --save /    | /etc is there already",
                "run                                      | Missing required parameter",
                "verdict sideways --reason x              | a posture is normal, quarantine or hard, not sideways",
                "verdict hard                             | --reason",
                "verdict hard --reason x --expires soon   | --expires is a number and ms, s, m or h",
                "verdict                                  | give a posture: normal, quarantine or hard",
                "verdict hard --reason x --scope team:x   | --scope is 'team:x'; it must be fleet, agent:NAME or session:ID",
                "verdict normal --reason x --done cause   | --done is of a checklist; name it",
                "verdict normal --reason x --checklist x  | no checklist is called 'x'; there is recovery",
                "verdict normal --reason x --checklist recovery --done cause | without ledger, runtime nothing is opened",
                "approve                                  | INTENT is missing",
                "approve code:execute                     | --for is missing",
                "approve code:execute --for x             | --reason is missing",
                "approve code:execute --for x --reason y  | --payload is missing",
                "approve x:y --for x --reason y --payload /not/there | /not/there cannot be read",
                "approve x:y --for x --reason y --payload /dev/null --expires 2h | an approval counts for 1h at most",
                "approve x:y --for x --reason y --payload /dev/null --origin external_ai | which nobody can approve",
                "approve code:execute --for x --reason y --payload /etc/fstab --level l0 | L0 is not enough",
                "approve x:y --for x --reason y --payload /dev/null --level l9 | --level is one of l0, l1, l2, l3; not l9",
                "approve x:y --fast --node n-1            | give --fast or --node, not both",
                "approve --cosign x --as local            | --as is operator or operator@NAME, not local",
                "approvals                                | nothing has happened yet",
                "approvals show x                         | nothing has happened yet",
                "approvals reject x --reason y            | nothing has happened yet",
                "verdict load /not/there                  | /not/there cannot be read",
                "verdict load /dev/null                   | nothing was sent",
                "posture --scope team:x                   | --scope is 'team:x'",
                "outputs nothing                          | nothing has happened yet",
                "tokens                                   | nothing has happened yet",
                "tokens check /not/there                  | /not/there cannot be read",
                "tokens check /etc/fstab --form pdf       | --form is one of airlock, intoto, cloudevents, tibet-core, ietf; not pdf",
                "tokens check /etc/fstab --key /not/there | --key: /not/there cannot be read",
                "tokens check /etc/fstab --hmac-key /     | must be a file of 1 to 4096 bytes",
                "tokens check /etc/fstab --against /      | --against: / cannot be read",
                "tokens import /not/there --out x         | /not/there cannot be read",
                "tokens export nothing --form airlock     | nothing has happened yet",
                "tokens export x --form tibet-core        | would lose its signature",
                "ledger export --out x                    | nothing has happened yet",
                "ledger export --out x --from soon        | --from is a time such as 2026-01-01T00:00:00Z, not soon",
                "ledger compare /not/there x              | /not/there cannot be read; name a checkpoint's file",
                "ledger compare /etc/fstab /etc/fstab     | no ledger's key is in ",
                "ledger compare /etc/fstab /etc/fstab --key x | --key: a verifier key is NAME+ID+KEY",
                "ledger compare http:x /etc               | http:x cannot be read",
                "ledger import /not/there                 | no manifest.dsse.json is in /not/there",
                "replay nothing                           | nothing has happened yet",
                "verify                                   | nothing has happened yet",
                "audit                                    | nothing has happened yet",
                "audit --from soon                        | --from is a time such as 2026-01-31T12:00:00Z, or a number and ms, s, m or h",
                "audit --from 1h --to 2h                  | is not before to",
                "audit --against /not/there               | /not/there cannot be read",
                "audit --against /dev/null                | /dev/null is not what an audit printed",
                "audit --scratch /not/there               | --scratch: /not/there is no directory",
                "audit --scratch /dev/null                | --scratch: /dev/null is no directory",
                "tokens show x                            | nothing has happened yet",
                "posture                                  | nothing has happened yet",
                "image build ruby                         | no image of the kind 'ruby' can be built",
                "image build shell --profile bare         | --profile is for python",
                "image build python --profile hot         | --profile is bare, json+re+math or standard, not hot",
                "image build python --root /              | --root is for shell",
                "image import /tmp mine:1 --runtime ruby  | --runtime is one of python, shell, calculator, scanner; not ruby",
                "image rm no:such                         | no image is called no:such",
                "snapshot show abc                        | no snapshot is called abc",
                "snapshot rm                              | give an id or --unused",
                "snapshot rm abc --unused                 | give an id or --unused",
                "snapshot verify abc --all                | give an id or --all, not both",
                "snapshot build --memory 100              | --memory is 32, 64, 128, 256 or 512, not 100",
                "snapshot build --profile hot             | --profile is bare, json+re+math or standard, not hot",
                "snapshot build mine:1 --profile bare     | give an image or --profile, not both",
                "selftest --tests a.b                     | tests are named CLASS or CLASS#METHOD",
                "selftest --tour                          | --tour takes --tcg and no --tests",
                "selftest --timeout soon                  | --timeout is a number and ms, s, m or h",
                "selftest --tcg --kernel vmlinuz          | --modules=DIR",
                "up --port 70000                          | --port is 70000; it must be 0 to 65535",
                "up --join 192.0.2.1:9092                 | leads to another machine",
                "up --slots -1                            | --slots is -1; it must be 0 to 1024"
            })
    void wrong_use_is_told_with_what_would_be_right(String line, String told) {
        String[] words = (line + " --data " + data()).split(" +", -1);
        Said said = Said.by(words);
        assertThat(said.exit()).describedAs(said.err()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains(told);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void ten_megabytes_of_program_are_refused_with_the_limit() throws Exception {
        Path file = Files.write(folder.resolve("big.py"), new byte[10 << 20]);
        Said said = Said.by("run", "code:execute", "--file", file.toString(), "--data", data());
        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err())
                .contains("the program has more than 1048576 bytes (1 MiB), which is the limit for a payload")
                .contains("try: a smaller program");
    }

    @ParameterizedTest
    @CsvSource({"policy", "snaft", "gateway", "executor"})
    void a_service_says_which_setting_is_missing_or_unknown(String service) throws Exception {
        Path file = Files.writeString(folder.resolve("empty.properties"), "bootstrap.servers = 127.0.0.1:1\n");
        Said missing = Said.by(service, "--config", file.toString());
        assertThat(missing.exit()).isEqualTo(Exit.USAGE);
        assertThat(missing.err()).contains("empty.properties").contains("keys.dir");
        Said nowhere = Said.by(service, "--config", folder.resolve("none").toString());
        assertThat(nowhere.exit()).isEqualTo(Exit.USAGE);
        assertThat(nowhere.err()).contains("cannot be read");
    }

    @Test
    void status_and_stop_without_a_node_say_so() {
        Said status = Said.by("status", "--data", data());
        assertThat(status.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(status.out()).contains("No node runs on " + data()).contains("airlock up");
        assertThat(Said.by("status", "--json", "--data", data())
                        .json()
                        .get("running")
                        .asBoolean())
                .isFalse();
        Said stop = Said.by("stop", "--data", data());
        assertThat(stop.exit()).isZero();
        assertThat(stop.out()).contains("No node runs on " + data());
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void keys_of_nowhere_are_none_and_are_not_made() {
        Said said = Said.by("keys", "--data", data());
        assertThat(said.exit()).isZero();
        assertThat(said.out()).contains("No keys yet in " + data());
        assertThat(folder.resolve("data")).doesNotExist();
    }
}
