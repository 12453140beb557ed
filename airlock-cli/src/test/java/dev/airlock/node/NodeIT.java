package dev.airlock.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.TestNode.Answer;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real guests over the whole road. */
@Tag("kvm")
class NodeIT {
    private static TestNode node;

    @BeforeAll
    static void start() {
        TestNode.needsKvm();
        node = TestNode.shared();
    }

    private static Erin.Killed killed(Answer answer) {
        Erin erin = answer.token().content().erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Killed.class);
        return (Erin.Killed) erin;
    }

    private static void assertCompleted(Answer answer) {
        Erin erin = answer.token().content().erin();
        assertThat(erin).describedAs(erin.toString()).isInstanceOf(Erin.Completed.class);
        assertThat(((Erin.Completed) erin).exitCode()).isZero();
    }

    @Test
    void a_socket_ends_as_an_incident_that_names_it() throws Exception {
        Answer answer = node.run("import socket; socket.socket()");
        assertThat(answer.token().content().erin().type()).isEqualTo(TokenType.INCIDENT_KILL);
        assertThat(killed(answer).cause()).isEqualTo(KillCause.VIOLATION);
        assertThat(killed(answer).violations().getFirst().detail())
                .isEqualTo("sys_socket (blocked: dangerous syscall for any intent)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "import os; os.system('id')                                 | sys_clone",
                "import os; os.fork()                                       | sys_clone",
                "import threading; threading.Thread(target=print).start()   | sys_clone"
            })
    void a_second_process_or_thread_is_an_incident(String program, String call) throws Exception {
        Erin.Killed killed = killed(node.run(program));
        assertThat(killed.cause()).isEqualTo(KillCause.VIOLATION);
        assertThat(killed.violations().getFirst().what()).isEqualTo(call);
        assertThat(killed.violations().getFirst().detail())
                .isEqualTo(call + " (blocked: dangerous syscall for any intent)");
    }

    @Test
    void a_subprocess_ends_at_its_fork_which_no_route_allows() throws Exception {
        Erin.Killed killed = killed(node.run("import subprocess; subprocess.run(['/usr/bin/id'])"));
        assertThat(killed.cause()).isEqualTo(KillCause.VIOLATION);
        assertThat(killed.violations().getFirst().what()).isEqualTo("sys_fork");
    }

    @Test
    void another_program_does_not_take_the_place_of_the_interpreter() throws Exception {
        // The contract allows sys_execve for the interpreter's own start; a guest that calls it gets an error.
        Answer answer = node.run("""
            import os, sys
            try:
                os.execv(sys.executable, [sys.executable, '-c', 'print("replaced")'])
            except OSError:
                print('not replaced')
            """);
        assertCompleted(answer);
        assertThat(answer.printed()).isEqualTo("not replaced\n");
    }

    @Test
    void a_file_of_the_host_is_not_there() throws Exception {
        String host = node.data().keys().resolve("operator.key").toString();
        Answer answer = node.run("""
            for path in ('/etc/shadow', '%s', '/proc/1/environ'):
                try:
                    open(path).read()
                    print('READ', path)
                except OSError as e:
                    print('no')
            """.formatted(host));
        assertCompleted(answer);
        assertThat(answer.printed()).isEqualTo("no\nno\nno\n");
    }

    @Test
    void an_endless_loop_dies_at_its_deadline() throws Exception {
        Answer answer = node.call(TestNode.intent("code:execute", "while True: pass", Origin.LOCAL, Backend.ANY, 300));
        assertThat(killed(answer).cause()).isEqualTo(KillCause.DEADLINE);
        assertThat(answer.token().content().eromheen().times().ranMicros().orElseThrow())
                .isGreaterThanOrEqualTo(300_000L);
    }

    @Test
    void a_gigabyte_is_not_given_and_the_program_hears_of_it() throws Exception {
        Answer answer = node.run("""
            try:
                bytearray(1 << 30)
            except MemoryError:
                print('no room')
            """);
        assertCompleted(answer);
        assertThat(answer.printed()).isEqualTo("no room\n");
    }

    @Test
    void ten_megabytes_of_output_end_the_run_and_what_fits_is_kept() throws Exception {
        Answer answer = node.run("print('x' * (10 << 20))");
        assertThat(killed(answer).cause()).isEqualTo(KillCause.OUTPUT);
        assertThat(answer.output().orElseThrow().truncated()).isTrue();
        assertThat(answer.printed()).hasSize(65_536);
    }

    @Test
    void a_run_leaves_nothing_for_the_next() throws Exception {
        killed(node.run("import builtins; builtins.residue = 'here'; import socket; socket.socket()"));
        Answer next = node.run("import builtins; print(getattr(builtins, 'residue', 'clean'))");
        assertCompleted(next);
        assertThat(next.printed()).isEqualTo("clean\n");
    }

    @Test
    void the_intents_of_a_session_end_in_their_order() throws Exception {
        String session = "ordered-" + UUID.randomUUID();
        List<String> ids = List.of("first", "second", "third", "fourth");
        var waiting = new ArrayList<CompletableFuture<TokenRecord>>();
        for (String id : ids) {
            // The earlier, the slower.
            String program = "import time; time.sleep(%s)".formatted((4 - waiting.size()) * 0.05);
            waiting.add(node.caller()
                    .publish(inSession(session, id, program), node.key("local"))
                    .toCompletableFuture());
        }
        var sequences = new ArrayList<Long>();
        for (var one : waiting) {
            TokenRecord record = one.get(TestNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            sequences.add(node.verified(record).link().sequence());
        }
        assertThat(sequences).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_second_copy_of_an_intent_is_not_run_again() throws Exception {
        Intent intent = TestNode.intent("code:execute", "import random; print(random.random())");
        Answer first = node.call(intent);
        assertCompleted(first);
        assertThat(node.caller().call(intent, node.key("local"), Duration.ofSeconds(2)))
                .isEmpty();
        assertThat(tokens().stream()
                        .filter(token -> token.content().eraan().key().equals(intent.key())))
                .hasSize(1);
    }

    @Test
    void every_token_verifies_and_every_output_is_the_one_whose_hash_is_in_its_token() throws Exception {
        assertCompleted(node.run("import sys; print('out'); print('err', file=sys.stderr)"));
        killed(node.run("print('before', flush=True); import socket; socket.socket()"));
        List<Token> tokens = tokens();
        var hashes = new HashMap<String, String>();
        tokens.forEach(token -> outputHash(token.content().erin())
                .ifPresent(hash -> hashes.put(token.id().value(), hash)));
        List<Output> outputs = outputs();
        assertThat(outputs).hasSizeGreaterThanOrEqualTo(2).allSatisfy(output -> {
            String bytes = Hashes.output(output.stdout(), output.stderr());
            assertThat(bytes).isEqualTo(output.hash());
            assertThat(hashes).containsEntry(output.tokenId(), bytes);
        });
    }

    private static Optional<String> outputHash(Erin erin) {
        return switch (erin) {
            case Erin.Completed completed ->
                Optional.of(completed.output().hash().value());
            case Erin.Killed killed ->
                killed.output().map(output -> output.hash().value());
            case Erin.Faulted faulted ->
                faulted.output().map(output -> output.hash().value());
            case Erin.Refused _ -> Optional.empty();
        };
    }

    private static Intent inSession(String session, String id, String program) {
        return new Intent(
                id,
                session,
                "code:execute",
                "test.aint",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of(program.getBytes(StandardCharsets.UTF_8)),
                0,
                0,
                Backend.ANY,
                Instant.now(),
                id);
    }

    /** Every token so far; each one verified, and every chain. */
    private static List<Token> tokens() throws Exception {
        var tokens = new ArrayList<Token>();
        var findings = new ArrayList<ChainFinding>();
        Map<Integer, ChainVerifier> chains = new HashMap<>();
        boolean complete = Ledger.read(node.bus(), Topic.TOKENS, TestNode.PATIENCE, record -> {
            if (Codecs.TOKEN.decode(record.value()) instanceof Good<TokenRecord>(TokenRecord token)) {
                Token verified = verified(token);
                tokens.add(verified);
                findings.addAll(
                        chains.computeIfAbsent(record.partition(), partition -> new ChainVerifier(partition, 10_000))
                                .next(verified, record.offset()));
            } else {
                throw new AssertionError("no token: " + record);
            }
        });
        assertThat(complete).isTrue();
        assertThat(findings).isEmpty();
        return tokens;
    }

    private static Token verified(TokenRecord record) {
        try {
            return node.verified(record);
        } catch (TokenRejected e) {
            throw new AssertionError(e);
        }
    }

    private static List<Output> outputs() throws Exception {
        var outputs = new ArrayList<Output>();
        Ledger.read(node.bus(), Topic.OUTPUTS, TestNode.PATIENCE, record -> {
            if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)) {
                outputs.add(output);
            }
        });
        return outputs;
    }
}
