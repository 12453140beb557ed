package dev.airlock.ledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.token.TokenId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogQueryTest {
    private static final String ID = "018f0000-0000-7000-8000-000000000001";

    @Test
    void every_path_that_there_is_asks_for_its_thing() {
        assertThat(LogQuery.of("/heads", "")).isEqualTo(new LogQuery.Heads());
        assertThat(LogQuery.of("/keys", "")).isEqualTo(new LogQuery.Keys());
        assertThat(LogQuery.of("/3/checkpoint", "")).isEqualTo(new LogQuery.Head(3));
        assertThat(LogQuery.of("/0/cosigned", "")).isEqualTo(new LogQuery.Cosigned(0));
        assertThat(LogQuery.of("/proof", "token=" + ID)).isEqualTo(new LogQuery.Proof(new TokenId(ID)));
        assertThat(LogQuery.of("/7/tile/1/x001/x234/067", ""))
                .isEqualTo(new LogQuery.Piece(7, new TilePath.Hashes(1, 1_234_067, 256)));
        assertThat(LogQuery.of("/7/tile/entries/000.p/17", ""))
                .isEqualTo(new LogQuery.Piece(7, new TilePath.Entries(0, 17)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/heads/",
                "/../heads",
                "/0/../../keys/ledger.key",
                "/0/%2e%2e/checkpoint",
                "/0/tile/../checkpoint",
                "/0/tile/0/../000",
                "/0/tile/0/000.part",
                "/0/ids",
                "/0/checkpoint.new",
                "/00/checkpoint",
                "/-1/checkpoint",
                "/99999999999999999999/checkpoint",
                "/0/tile/8/000",
                "/0/tile/0/000.p/0",
                "/0/tile/0/000.p/256",
                "/0/tile/0/000.p/257",
                "/0/tile/0/x000/000",
                "/0/tile/0/x999/x999/x999/x999/x999/x999/999",
                "/0/checkpoint\u0000",
                "/0//checkpoint",
                "//checkpoint"
            })
    void anything_else_is_nothing(String path) {
        assertThat(LogQuery.of(path, "")).isInstanceOf(LogQuery.Nothing.class);
    }

    @Test
    void a_path_of_silly_length_is_nothing() {
        assertThat(LogQuery.of("/0/tile/0/" + "x001/".repeat(10_000) + "000", ""))
                .isInstanceOf(LogQuery.Nothing.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "token=",
                "token=x",
                "token=" + ID + "&x",
                "x&token=" + ID,
                "token=018F0000-0000-7000-8000-000000000001",
                "token=018f0000-0000-1000-8000-000000000001"
            })
    void a_proof_is_asked_for_by_the_id_of_a_token(String query) {
        assertThat(LogQuery.of("/proof", query)).isInstanceOf(LogQuery.Nothing.class);
    }

    @Test
    void where_others_can_read_every_token_somebody_has_to_say_that_they_may() {
        assertThat(LedgerPort.of("127.0.0.1", 4432, false).listens()).isTrue();
        assertThat(LedgerPort.of("0.0.0.0", 4432, true).host()).isEqualTo("0.0.0.0");
        assertThat(LedgerPort.of("0.0.0.0", 0, false).listens()).isFalse();
        assertThatThrownBy(() -> LedgerPort.of("0.0.0.0", 4432, false))
                .hasMessageContaining("http.host is 0.0.0.0")
                .hasMessageContaining("http.public");
        assertThatThrownBy(() -> LedgerPort.of("no such host at all", 4432, false))
                .hasMessageContaining("http.public");
    }
}
