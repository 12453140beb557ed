package dev.airlock.ledger.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.Sealed;
import dev.airlock.provenance.log.Cosigner;
import dev.airlock.provenance.log.NoteSigner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerConfigTest {
    private static Map<String, String> given(String... pairs) {
        Map<String, String> given = new TreeMap<>(
                Map.of("bootstrap.servers", "127.0.0.1:9092", "keys.dir", "/keys", "tiles.dir", "/tiles"));
        for (int at = 0; at < pairs.length; at += 2) {
            given.put(pairs[at], pairs[at + 1]);
        }
        return given;
    }

    @Test
    void what_is_not_set_has_its_default() {
        LedgerConfig config = LedgerConfig.from(given());
        assertThat(config.name()).isEqualTo("main");
        assertThat(config.keyName()).isEqualTo("ledger");
        assertThat(config.tiles()).isEqualTo(Path.of("/tiles"));
        assertThat(config.every()).isEqualTo(Duration.ofMillis(25));
        assertThat(config.port().host()).isEqualTo("127.0.0.1");
        assertThat(config.port().port()).isEqualTo(4432);
        assertThat(config.witnesses()).isEmpty();
    }

    @Test
    void witnesses_are_urls_with_keys() {
        String key = new Cosigner("w1", Sealed.WITNESS).key().text();
        LedgerConfig config = LedgerConfig.from(given("witnesses", "http://127.0.0.1:1/a " + key + ", "));
        assertThat(config.witnesses()).singleElement().satisfies(one -> {
            assertThat(one.url()).hasToString("http://127.0.0.1:1/a");
            assertThat(one.key().name()).isEqualTo("w1");
        });
    }

    @Test
    void a_witness_with_a_key_that_signs_logs_is_refused() {
        String key = new NoteSigner("w1", Sealed.WITNESS).key().text();
        assertThatThrownBy(() -> LedgerConfig.from(given("witnesses", "http://127.0.0.1:1 " + key)))
                .hasMessageContaining("witnesses");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name                | Main     | name is 'Main'",
                "name                | a/b      | name is 'a/b'",
                "key.name            | gateway  | key.name is 'gateway'; use ledger or ledger@NAME",
                "checkpoint.every.ms | 0        | checkpoint.every.ms is '0'; it must be a whole number from 10 to 1000",
                "http.host           | 0.0.0.0  | http.public",
                "http.port           | 70000    | http.port is '70000'",
                "witnesses           | nonsense | witnesses: 'nonsense' is not URL KEY",
                "witnesses           | ftp://a k| witnesses",
                "tile.dir            | x        | did you mean 'tiles.dir'?"
            })
    void what_is_unfit_is_refused_with_the_key_and_the_value(String key, String value, String message) {
        assertThatThrownBy(() -> LedgerConfig.from(given(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
