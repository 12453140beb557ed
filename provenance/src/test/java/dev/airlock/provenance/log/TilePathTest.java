package dev.airlock.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 256, tile/0/000",
        "0, 1234067, 256, tile/0/x001/x234/067",
        "1, 999, 1, tile/1/999.p/1",
        "2, 1000, 255, tile/2/x001/000.p/255",
        "7, 36028797018963967, 256, tile/7/x036/x028/x797/x018/x963/967"
    })
    void a_tile_of_hashes_has_its_path_and_the_path_its_tile(int level, long index, int width, String text) {
        var path = new TilePath.Hashes(level, index, width);
        assertThat(path.text()).isEqualTo(text);
        assertThat(TilePath.parse(text)).contains(path);
    }

    @ParameterizedTest
    @CsvSource({"0, 256, tile/entries/000", "70000, 17, tile/entries/x070/000.p/17"})
    void a_bundle_has_its_path_and_the_path_its_bundle(long index, int width, String text) {
        var path = new TilePath.Entries(index, width);
        assertThat(path.text()).isEqualTo(text);
        assertThat(TilePath.parse(text)).contains(path);
        assertThat(path.full().text()).isEqualTo(new TilePath.Entries(index, 256).text());
    }

    @Test
    void every_path_comes_back_as_it_went() {
        Random random = new Random(9162);
        for (int i = 0; i < 2_000; i++) {
            long index = random.nextLong(TilePath.INDEX_MAX + 1) >>> random.nextInt(55);
            var path = new TilePath.Hashes(random.nextInt(8), index, 1 + random.nextInt(256));
            assertThat(TilePath.parse(path.text())).contains(path);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tile",
                "tile/0",
                "tile/0/",
                "/tile/0/000",
                "tile/0/000/",
                "tile/0/00",
                "tile/0/0000",
                "tile/00/000",
                "tile/8/000",
                "tile/-1/000",
                "tile/0/x000/001",
                "tile/0/x001/x234/x067",
                "tile/0/001/067",
                "tile/0/000.p/0",
                "tile/0/000.p/01",
                "tile/0/000.p/256",
                "tile/0/000.p/999",
                "tile/0/000.p/",
                "tile/0/000.p/-1",
                "tile/0/../../etc/passwd",
                "tile/entries/x00a/000",
                "tile/0/x036/x028/x797/x018/x963/968",
                "tile/0/x999/x999/x999/x999/x999/999",
                "tile/0/x001/x001/x001/x001/x001/x001/001",
                "tile/0/\u0660\u0660\u0660",
                "tile/data/000",
                "tile/0/000\n"
            })
    void anything_else_is_no_path(String text) {
        assertThat(TilePath.parse(text)).isEmpty();
    }

    @Test
    void what_no_tree_has_is_no_tile() {
        assertThatThrownBy(() -> new TilePath.Hashes(8, 0, 1)).hasMessageContaining("0 to 7, not 8");
        assertThatThrownBy(() -> new TilePath.Hashes(0, -1, 1)).hasMessageContaining("not -1");
        assertThatThrownBy(() -> new TilePath.Hashes(0, 0, 257)).hasMessageContaining("1 to 256, not 257");
        assertThatThrownBy(() -> new TilePath.Entries(0, 0)).hasMessageContaining("1 to 256, not 0");
        assertThatThrownBy(() -> new TilePath.Entries(Long.MAX_VALUE, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
