package dev.airlock.gateway.shell;

import static dev.airlock.gateway.Samples.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.gateway.Samples;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Origin;
import io.vertx.core.Vertx;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway dies between admission and order; whatever was written before, each intent has one outcome afterwards. */
class KilledGatewayIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Vertx vertx = Vertx.vertx();
    private final TestRoad road = new TestRoad();

    @AfterEach
    void end() {
        road.close();
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void a_gateway_that_is_killed_around_its_commit_leaves_one_outcome_for_each_intent(String when) throws Exception {
        road.screen(
                ask().screening(),
                ask().named("i-2").by(Origin.EXTERNAL_AI).screening(),
                ask().named("i-3").by(Origin.EXTERNAL_AI).screening());
        Process killed = halting(when);
        try {
            assertThat(killed.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(killed.exitValue()).isEqualTo(HaltingGateway.HALTED);
        } finally {
            killed.destroyForcibly();
        }
        try (GatewayService _ = GatewayService.start(
                vertx,
                GatewayConfig.from(Map.of("mux.enabled", "false")),
                new GatewayKeys(Samples.GATEWAY, Samples.INGRESS, Optional.empty(), Samples.RING),
                road.bus())) {
            road.screen(ask().named("i-4").by(Origin.EXTERNAL_AI).screening());
            await().atMost(SOON).until(() -> road.count(Topic.TOKENS) == 3);
            assertThat(road.count(Topic.ORDERS)).isEqualTo(1);
            assertThat(road.count(Topic.ADMITTED)).isEqualTo(4);
            assertChained(road.tokens());
        }
    }

    @Test
    void a_gateway_with_nothing_to_do_writes_nothing() {
        try (GatewayService gateway = GatewayService.start(
                vertx,
                GatewayConfig.from(Map.of("mux.enabled", "false")),
                new GatewayKeys(Samples.GATEWAY, Samples.INGRESS, Optional.empty(), Samples.RING),
                road.bus())) {
            assertThat(gateway.tally().read()).isZero();
            assertThat(road.count(Topic.TOKENS)).isZero();
        }
    }

    private static void assertChained(List<Token> tokens) {
        var chains = new ChainVerifier(tokens.getFirst().link().chain().partition(), 100);
        long offset = 0;
        for (Token token : tokens) {
            assertThat(chains.next(token, offset++)).isEmpty();
        }
        assertThat(tokens)
                .extracting(token -> token.content().eraan().key().id())
                .containsExactly("i-2", "i-3", "i-4");
    }

    private Process halting(String when) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-cp",
                        classPath,
                        HaltingGateway.class.getName(),
                        road.bus().bootstrapServers(),
                        road.bus().namespace(),
                        when)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(new File("target", "halting-gateway-" + when + ".log")))
                .start();
    }
}
