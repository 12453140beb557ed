package dev.airlock.schemas.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = Routes.load();

    @ParameterizedTest
    @CsvSource({
        "analyze_malware_sample, analyze_malware_sample, airlock-python:latest, python-safe-boot, 256, false",
        "code:execute, code:execute, airlock-python:latest, python-safe-boot, 256, false",
        "file:scan, file:scan, airlock-scanner:latest, scanner-ready, 128, false",
        "call:voice, call:voice(:*), airlock-sip:v2, sip-ready, 128, true",
        "call:voice:room.7, call:voice(:*), airlock-sip:v2, sip-ready, 128, true",
        "call:video:a:b:c, call:video(:*), airlock-webrtc:v1, webrtc-ready, 256, true",
        "shell:command, shell:*, airlock-shell:latest, shell-ready, 128, false",
        "http:get, http:*, airlock-http:latest, http-ready, 128, false",
        "db:query, db:*, airlock-db:latest, db-ready, 256, false",
        "ai:inference, ai:*, airlock-inference:latest, inference-ready, 512, true",
        "math_calculation, math_calculation, airlock-compute:latest, compute-ready, 64, false",
    })
    void every_row_is_found(String intent, String row, String image, String snapshot, int mib, boolean huge) {
        assertThat(routes.route(intent)).hasValueSatisfying(route -> {
            assertThat(route.name()).isEqualTo(row);
            assertThat(route.image()).isEqualTo(image);
            assertThat(route.snapshot()).isEqualTo(snapshot);
            assertThat(route.memoryMib()).isEqualTo(mib);
            assertThat(route.hugePages()).isEqualTo(huge);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "math_calculation, 4, 32",
        "code:execute, 64, 256",
        "file:scan, 32, 64",
        "ai:inference, 512, 512",
        "db:query, 16, 256",
        "http:get, 32, 128",
        "shell:echo, 32, 64",
        "call:voice, 128, 128",
    })
    void a_run_that_asks_for_no_memory_gets_a_size_class_that_holds_the_contracts_budget(
            String intent, int workMib, int sizeMib) {
        assertThat(routes.route(intent)).hasValueSatisfying(route -> {
            assertThat(route.workMib()).isEqualTo(workMib);
            assertThat(route.sizeMib()).isEqualTo(sizeMib).isLessThanOrEqualTo(route.memoryMib());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "code:executeX",
                "code:execute:more",
                "code",
                "Code:Execute",
                "file:scanner",
                "call:voices",
                "call",
                "shell",
                "shellx:y",
                "http",
                "db",
                "ai",
                "data:transform",
                "data:validate",
                "tls:handshake",
                "dns:query",
                "mail:send",
                "metrics:scrape",
                "mux:native",
                "math_calculation:x",
                "shell:",
                "shell::x",
                ":shell:x",
                "shell:*",
                "",
                "call:voice(:*)",
                "shell:a b",
                "shell:\u00e9",
                "shell:\0"
            })
    void anything_else_is_unknown(String intent) {
        assertThat(routes.route(intent)).isEmpty();
    }

    @Test
    void exact_comes_before_prefix_and_the_longest_prefix_wins() {
        Routes some = new Routes(List.of(row("a:*"), row("a:b:*"), row("a:b:c"), row("a:b")));
        assertThat(some.route("a:x")).hasValue(row("a:*"));
        assertThat(some.route("a:b")).hasValue(row("a:b"));
        assertThat(some.route("a:b:x:y")).hasValue(row("a:b:*"));
        assertThat(some.route("a:b:c")).hasValue(row("a:b:c"));
        assertThat(some.route("a:b:c:d")).hasValue(row("a:b:*"));
    }

    @Test
    void rows_that_overlap_are_refused() {
        assertThatThrownBy(() -> new Routes(List.of(row("a:b(:*)"), row("a:b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("routes a:b(:*) and a:b overlap");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ":*", "a:*:b", "a*", "", "a b:*"})
    void patterns_that_are_none_are_refused(String pattern) {
        assertThatThrownBy(() -> row(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_name_has_at_most_128_characters() {
        assertThat(IntentName.isWellFormed("x".repeat(128))).isTrue();
        assertThat(IntentName.isWellFormed("x".repeat(129))).isFalse();
        assertThat(routes.route("shell:" + "x".repeat(123))).isEmpty();
        assertThat(routes.route("shell:" + "x".repeat(122))).isPresent();
    }

    private static Route row(String name) {
        return new Route(name, "image:latest", "ready", 64, 32, 4, false, "policy");
    }
}
