package dev.airlock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AirlockTest {
    /** As the seed's: the Python fallback is the runtime. */
    private static final String FALLBACK = """
            {"kind": "airlock_runtime_verdict.v1", "verdict_id": "verdict-7", "emitter": "jis:airlock:observer",
             "runtime_mode": "python_fallback", "external_ai_inbound": "deny", "snaft_posture": "quarantine_external_ai",
             "reason": "hardened airlock unavailable"}""";

    private final Spy spy = new Spy();
    private final List<AutoCloseable> open = new ArrayList<>();

    /** Counts the sockets that are made. */
    private static final class Spy extends SocketFactory {
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public Socket createSocket() {
            made.incrementAndGet();
            return new Socket();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("only unconnected sockets, whose connecting has a limit");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
            return createSocket(host, port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return createSocket(host.getHostName(), port);
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
            return createSocket(host, port);
        }
    }

    /** A node that answers a frame by {@code answers}. */
    private URI node(java.util.function.Function<byte[], String> answers) throws IOException {
        ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        open.add(server);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept();
                        OutputStream out = socket.getOutputStream()) {
                    JsonNode frame = new ObjectMapper()
                            .readerFor(JsonNode.class)
                            .<JsonNode>readValues(socket.getInputStream())
                            .nextValue();
                    out.write(answers.apply(frame.toString().getBytes(StandardCharsets.UTF_8))
                            .getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    var _ = socket.getInputStream().read();
                } catch (IOException e) {
                    return;
                }
            }
        });
        return URI.create("mux://127.0.0.1:" + server.getLocalPort());
    }

    private Airlock airlock(URI node) {
        Airlock airlock = Airlock.connect(
                new Airlock.Settings(node, Optional.of(Sealed.RING), "me.aint", Duration.ofSeconds(20)), spy, () -> {
                    spy.made.incrementAndGet();
                    return HttpClient.newHttpClient();
                });
        open.add(airlock);
        return airlock;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void the_seed_example_is_refused_in_its_words_before_any_connection() throws IOException {
        Airlock airlock = airlock(node(Sealed::answerTo));
        airlock.setPosture(PostureDecision.of(FALLBACK));
        AirlockPostureDenied denied = catchThrowableOfType(
                AirlockPostureDenied.class,
                () -> airlock.execute("code:execute", "untrusted_payload", Origin.EXTERNAL_AI));
        assertThat(denied).hasMessage("deny_external_ai_inbound ON (intent=code:execute)");
        assertThat(denied.switchName()).isEqualTo("deny_external_ai_inbound");
        assertThat(denied.posture()).isEqualTo(PostureLevel.QUARANTINE_EXTERNAL_AI);
        assertThat(denied.verdictId()).isEqualTo("verdict-7");
        assertThat(denied.origin()).isEqualTo(Origin.EXTERNAL_AI);
        assertThat(denied.intent()).isEqualTo("code:execute");
        assertThat(spy.made).hasValue(0);
    }

    @Test
    void by_http_nothing_is_opened_either() {
        Airlock airlock = airlock(URI.create("http://127.0.0.1:1"));
        airlock.setPosture(PostureDecision.of(FALLBACK.replace("quarantine_external_ai", "hard_quarantine")));
        assertThatExceptionOfType(AirlockPostureDenied.class)
                .isThrownBy(() -> airlock.execute("code:execute", "x", Origin.EXTERNAL))
                .withMessage("drop_external_traffic ON (intent=code:execute)");
        assertThat(spy.made).hasValue(0);
    }

    @Test
    void who_does_not_say_who_he_is_counts_as_external_ai() throws IOException {
        Airlock airlock = airlock(node(Sealed::answerTo));
        airlock.setPosture(PostureDecision.of(FALLBACK));
        assertThatExceptionOfType(AirlockPostureDenied.class).isThrownBy(() -> airlock.run("code:execute", "x"));
        assertThat(spy.made).hasValue(0);
    }

    @Test
    void local_and_operator_go_through_in_any_posture() throws IOException {
        Airlock airlock = airlock(node(Sealed::answerTo));
        airlock.setPosture(PostureDecision.of(FALLBACK.replace("quarantine_external_ai", "hard_quarantine")));
        assertThat(airlock.run("code:execute", "x", Origin.LOCAL).httpLikeCode())
                .isEqualTo(403);
        assertThat(airlock.run("code:execute", "x", Origin.OPERATOR).httpLikeCode())
                .isEqualTo(403);
        assertThat(spy.made).hasValue(2);
    }

    @Test
    void without_a_posture_everything_is_left_to_the_node() throws IOException {
        Airlock airlock = airlock(node(Sealed::answerTo));
        Answer answer = airlock.run("code:execute", "print('hello world')");
        assertThat(answer.token()).isInstanceOf(Provenance.Verified.class);
        assertThat(answer.roundtripMillis()).isPositive();
        assertThat(airlock.posture()).isEmpty();
    }

    @Test
    void subscribers_are_told_of_every_verified_token_until_they_go() throws IOException {
        Airlock airlock = airlock(node(Sealed::answerTo));
        List<Token> told = new ArrayList<>();
        try (var _ = airlock.subscribe(told::add)) {
            airlock.run("code:execute", "1");
        }
        airlock.run("code:execute", "2");
        assertThat(told).hasSize(1);
    }

    @Test
    void an_answer_ends_with_its_brace_whatever_its_texts_hold() throws IOException {
        String note = "{ \\\" } \\\\";
        Airlock airlock = airlock(node(_ -> "{\"status\":503,\"note\":\"" + note + "\",\"more\":{}}"));
        assertThat(airlock.run("code:execute", "1").note()).isEqualTo("{ \" } \\");
    }

    @Test
    void an_answer_that_is_none_fails_and_does_not_read_as_a_refusal() throws IOException {
        Airlock airlock = airlock(node(_ -> "{\"status\":200}"));
        assertThatExceptionOfType(AnswerRejected.class).isThrownBy(() -> airlock.run("code:execute", "1"));
    }

    @Test
    void a_node_that_is_not_there_is_an_error_and_no_answer() {
        Airlock airlock = airlock(URI.create("mux://127.0.0.1:1"));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> airlock.run("code:execute", "1"))
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void an_address_of_an_unknown_kind_is_refused_with_those_that_are_known() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> airlock(URI.create("ftp://here")))
                .withMessageContaining("mux://, http:// or https://");
    }
}
