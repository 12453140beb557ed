package dev.airlock.gateway.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.gateway.http.HttpConfig;
import dev.airlock.gateway.model.Limits;
import dev.airlock.gateway.model.QuotaLimits;
import dev.airlock.gateway.mux.GuardConfig;
import dev.airlock.gateway.mux.MuxConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayConfigTest {
    @Test
    void these_are_the_defaults() {
        var mux = new MuxConfig(
                "127.0.0.1",
                4430,
                true,
                "node-0",
                256,
                16,
                4_096,
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                Duration.ofSeconds(60));
        assertThat(GatewayConfig.from(Map.of()))
                .isEqualTo(new GatewayConfig(
                        "gateway-0",
                        false,
                        250_000,
                        new Limits(Duration.ofSeconds(10), Duration.ofMinutes(5), 65_536, Duration.ofMinutes(5)),
                        Optional.of(mux),
                        Optional.of(new HttpConfig(
                                "127.0.0.1",
                                4431,
                                true,
                                Optional.empty(),
                                256,
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(30),
                                mux)),
                        new GuardConfig(
                                new QuotaLimits(15, 10_000, 5, 4.0, 3, 120_000),
                                QuotaLimits.ofPrincipal(1_000, 10_000),
                                10,
                                2_000,
                                5_000)));
    }

    @Test
    void every_setting_can_be_set() {
        var given = new HashMap<String, String>();
        given.put("instance", "g7");
        given.put("key.hybrid", "true");
        given.put("decided_max", "5");
        given.put("timeout_default_millis", "1");
        given.put("timeout_max_millis", "2");
        given.put("output_bytes_max", "3");
        given.put("grant_ttl_millis", "4000");
        given.put("mux.enabled", "true");
        given.put("mux.host", "0.0.0.0");
        given.put("mux.port", "6");
        given.put("mux.principal", "none");
        given.put("mux.node", "n7");
        given.put("mux.connections_max", "7");
        given.put("mux.pipeline_max", "8");
        given.put("mux.waiting_max", "9");
        given.put("mux.idle_millis", "10");
        given.put("mux.frame_millis", "11");
        given.put("mux.answer_millis", "12");
        given.put("http.host", "0.0.0.0");
        given.put("http.port", "13");
        given.put("http.principal", "none");
        given.put("http.tls.cert", "/c.pem");
        given.put("http.tls.key", "/k.pem");
        given.put("http.tls.client-ca", "/ca.pem");
        given.put("http.plaintext", "refuse");
        given.put("http.connections_max", "14");
        given.put("http.request_millis", "15");
        given.put("http.idle_millis", "16");
        given.put("quota.requests", "17");
        given.put("quota.window_millis", "18");
        given.put("quota.repetition", "19");
        given.put("quota.entropy_tenths", "20");
        given.put("quota.strikes", "21");
        given.put("quota.hold_millis", "22");
        given.put("quota.principal_requests", "23");
        given.put("quota.holds_max", "24");
        given.put("pressure.low", "25");
        given.put("pressure.high", "26");
        var mux = new MuxConfig(
                "0.0.0.0",
                6,
                false,
                "n7",
                7,
                8,
                9,
                Duration.ofMillis(10),
                Duration.ofMillis(11),
                Duration.ofMillis(12));
        assertThat(GatewayConfig.from(given))
                .isEqualTo(new GatewayConfig(
                        "g7",
                        true,
                        5,
                        new Limits(Duration.ofMillis(1), Duration.ofMillis(2), 3, Duration.ofSeconds(4)),
                        Optional.of(mux),
                        Optional.of(new HttpConfig(
                                "0.0.0.0",
                                13,
                                false,
                                Optional.of(new HttpConfig.Tls(
                                        Path.of("/c.pem"), Path.of("/k.pem"), Optional.of(Path.of("/ca.pem")))),
                                14,
                                Duration.ofMillis(15),
                                Duration.ofMillis(16),
                                mux)),
                        new GuardConfig(
                                new QuotaLimits(17, 18, 19, 2.0, 21, 22),
                                QuotaLimits.ofPrincipal(23, 18),
                                24,
                                25,
                                26)));
    }

    @Test
    void a_listener_that_others_can_reach_signs_for_nobody() {
        assertThat(GatewayConfig.from(Map.of("mux.host", "0.0.0.0"))
                        .mux()
                        .orElseThrow()
                        .signsAsLocal())
                .isFalse();
        assertThatThrownBy(() -> GatewayConfig.from(Map.of("mux.host", "0.0.0.0", "mux.principal", "local")))
                .hasMessageContaining("set mux.principal to none");
    }

    @Test
    void there_need_be_no_listener() {
        assertThat(GatewayConfig.from(Map.of("mux.enabled", "false")).mux()).isEmpty();
        assertThat(GatewayConfig.from(Map.of("mux.enabled", "false")).http()).isEmpty();
        assertThat(GatewayConfig.from(Map.of("http.port", "0")).http()).isEmpty();
    }

    @Test
    void http_may_be_had_without_the_mux() {
        GatewayConfig config = GatewayConfig.from(Map.of("mux.enabled", "false", "http.port", "80"));
        assertThat(config.mux()).isEmpty();
        assertThat(config.http().orElseThrow().port()).isEqualTo(80);
    }

    @Test
    void plain_text_that_others_can_read_has_to_be_allowed_by_name() {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of("http.host", "0.0.0.0")))
                .hasMessageContaining("set http.plaintext to allow");
        HttpConfig http = GatewayConfig.from(Map.of("http.host", "0.0.0.0", "http.plaintext", "allow"))
                .http()
                .orElseThrow();
        assertThat(http.signsAsLocal()).isFalse();
        assertThat(http.tls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mux.prot, 1, did you mean 'mux.port'?",
        "grant_ttl, 1, did you mean 'grant_ttl_millis'?",
        "mux.port, 65536, mux.port is '65536'; it must be a whole number from 0 to 65535",
        "mux.port, x, mux.port is 'x'",
        "mux.enabled, yes, it must be true or false",
        "mux.principal, root, it must be local or none",
        "mux.node, a b, mux.node is 'a b'",
        "pressure.low, 5000, low must be below high",
        "http.port, -1, http.port is '-1'",
        "http.plaintext, yes, it must be allow or refuse",
        "http.principal, root, http.principal is 'root'",
        "http.tls.cert, /c, 'set both, or neither'",
        "http.tls.client-ca, /c, there is no http.tls.cert",
        "timeout_max_millis, 5, 'timeout_default is 10000 ms; it must be 1 to 5'",
    })
    void what_is_wrong_is_refused_with_what_would_be_right(String key, String value, String message) {
        assertThatThrownBy(() -> GatewayConfig.from(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static GatewayConfig remembering(int decidedMax) {
        return GatewayConfig.from(Map.of("decided_max", Integer.toString(decidedMax)));
    }

    @Test
    void the_default_memory_of_decisions_fits_a_third_of_a_small_heap() {
        assertThat(GatewayConfig.defaults().misfit(512L << 20)).isEmpty();
    }

    @Test
    void more_than_a_third_of_the_heap_is_told_with_what_fits() {
        assertThat(remembering(10_000_000).misfit(1L << 30).orElseThrow())
                .startsWith("decided_max=10000000 may take ")
                .contains("more than a third of the heap of 1024 MiB", "say decided_max=564000");
        assertThat(remembering(564_000).misfit(1L << 30)).isEmpty();
        assertThat(remembering(565_000).misfit(1L << 30)).isPresent();
        assertThat(GatewayConfig.defaults().misfit(128L << 20)).isPresent();
    }

    @Test
    void a_memory_of_decisions_that_somebody_asked_for_and_that_cannot_fit_is_refused_at_the_start() {
        assertThatThrownBy(() -> GatewayService.refuseMisfit(remembering(10_000_000), 1L << 30))
                .as("wrong settings, with which nobody starts it again and again")
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the process a larger heap");
        assertThatCode(() -> GatewayService.refuseMisfit(remembering(564_000), 1L << 30))
                .doesNotThrowAnyException();
        assertThatCode(() -> GatewayService.refuseMisfit(GatewayConfig.defaults(), 128L << 20))
                .as("nobody asked for the default: a warning")
                .doesNotThrowAnyException();
    }
}
