package dev.airlock.redteam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.model.TokenRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A red team that cannot find a weakness says nothing by not finding one: each category finds the one that was planted for it. */
@Tag("system")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlantedIT {
    /** With it none of the two who abuse delegations waits for one to be taken back, which a road that looks at none never does. */
    private static final long SEED = 1337;

    private final Replanted planted = new Replanted();
    private Field field;

    /** The weakness of the moment. */
    private static final class Replanted implements Gap {
        private Gap now = Gap.NONE;

        @Override
        public List<Written> written(Written record, Field field) throws ControlFailed, InterruptedException {
            return now.written(record, field);
        }

        @Override
        public int muxPort(int honest) {
            return now.muxPort(honest);
        }

        @Override
        public Token read(TokenReader reader, TokenRecord record) throws TokenRejected {
            return now.read(reader, record);
        }
    }

    @BeforeAll
    void open(@TempDir Path folder) throws Exception {
        field = Field.open(folder.resolve("data"), planted);
    }

    @AfterAll
    void close() {
        field.close();
    }

    @ParameterizedTest
    @EnumSource(Category.class)
    void the_attackers_of_a_category_find_the_weakness_that_was_planted_for_it(Category category) throws Exception {
        Gap weakness = Plants.of(category);
        planted.now = weakness;
        try {
            Row row = new Campaign(20, SEED, List.of(category)).row(category, category.attacker(), field);
            assertThat(row.control()).as("controls").isEmpty();
            assertThat(row.attackers()).isEqualTo(2);
            assertThat(row.escapes()).as(row.text()).hasSize(2);
        } finally {
            planted.now = Gap.NONE;
            if (weakness instanceof AutoCloseable open) {
                open.close();
            }
        }
    }
}
