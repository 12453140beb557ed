package dev.airlock.ledger.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.ledger.Sealed;
import dev.airlock.provenance.token.TokenId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIndexTest {
    private static final int MANY = 10_001;

    @TempDir
    private Path folder;

    private static List<Optional<TokenId>> ids(int from, int to) {
        List<Optional<TokenId>> ids = new ArrayList<>();
        for (int number = from; number < to; number++) {
            ids.add(number % 7 == 3 ? Optional.empty() : Optional.of(Sealed.id(0, number)));
        }
        return ids;
    }

    @Test
    void a_token_is_found_at_its_place_and_not_beyond_the_size_that_is_asked_for() throws IOException {
        try (TokenIndex index = new TokenIndex(folder.resolve("ids"))) {
            index.put(0, ids(0, MANY));
            assertThat(index.find(Sealed.id(0, 0), MANY)).hasValue(0);
            assertThat(index.find(Sealed.id(0, 4_097), MANY)).hasValue(4_097);
            assertThat(index.find(Sealed.id(0, MANY - 1), MANY)).hasValue(MANY - 1);
            assertThat(index.find(Sealed.id(0, MANY - 1), MANY - 1)).isEmpty();
            assertThat(index.find(Sealed.id(0, 3), MANY)).as("no token at 3").isEmpty();
            assertThat(index.find(Sealed.id(1, 4), MANY)).isEmpty();
        }
    }

    @Test
    void ids_that_were_put_already_are_passed_over_when_they_come_again() throws IOException {
        try (TokenIndex index = new TokenIndex(folder.resolve("ids"))) {
            index.put(0, ids(0, 10));
            index.put(0, ids(0, 10));
            index.put(10, ids(10, 20));
            assertThat(index.find(Sealed.id(0, 19), 20)).hasValue(19);
        }
    }

    @Test
    void ids_that_do_not_follow_are_our_own_error() throws IOException {
        try (TokenIndex index = new TokenIndex(folder.resolve("ids"))) {
            index.put(0, ids(0, 10));
            assertThatThrownBy(() -> index.put(12, ids(12, 14))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void another_processs_index_is_compared_and_mended() throws IOException {
        try (TokenIndex index = new TokenIndex(folder.resolve("ids"))) {
            index.put(0, ids(0, 100));
        }
        Path file = folder.resolve("ids.part");
        byte[] bytes = Files.readAllBytes(file);
        bytes[16 * 50] ^= 1;
        Files.write(file, bytes);
        try (TokenIndex index = new TokenIndex(folder.resolve("ids"))) {
            assertThat(index.find(Sealed.id(0, 50), 100)).isEmpty();
            index.put(0, ids(0, 100));
            assertThat(index.find(Sealed.id(0, 50), 100)).hasValue(50);
        }
    }

    @Test
    void nothing_is_found_where_nothing_was_put() throws IOException {
        try (TokenIndex index = new TokenIndex(folder.resolve("ids"))) {
            assertThat(index.find(Sealed.id(0, 1), 10)).isEmpty();
        }
    }
}
