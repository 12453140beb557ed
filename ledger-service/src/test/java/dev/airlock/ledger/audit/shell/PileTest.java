package dev.airlock.ledger.audit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1_000, 10_000_000})
    void every_piece_is_read_as_it_was_added_wherever_it_lies(int heldMax) {
        var random = new Random(heldMax);
        List<byte[]> pieces = new ArrayList<>();
        List<Long> places = new ArrayList<>();
        try (var pile = new Pile(new Scratch(folder), heldMax)) {
            for (int number = 0; number < 500; number++) {
                byte[] piece = new byte[number % 50 == 7 ? 100_000 : random.nextInt(300)];
                random.nextBytes(piece);
                pieces.add(piece);
                places.add(pile.add(piece));
            }
            pile.seal();
            for (int number = 0; number < pieces.size(); number++) {
                assertThat(pile.read(places.get(number), pieces.get(number).length))
                        .isEqualTo(pieces.get(number));
            }
            assertThat(pile.held()).isLessThanOrEqualTo(heldMax);
            assertThat(pile.end())
                    .isEqualTo(pieces.stream().mapToLong(piece -> piece.length).sum());
            assertThat(pile.spilt()).isEqualTo(heldMax < 10_000_000);
            assertThat(folder).as("a file that is open has no name").isEmptyDirectory();
        }
    }
}
