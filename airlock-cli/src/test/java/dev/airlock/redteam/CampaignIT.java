package dev.airlock.redteam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.wire.Intents;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few of each category, through the real services. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class CampaignIT {
    @TempDir
    private Path folder;

    @Tag("long")
    @Test
    void two_attackers_of_each_category_get_nothing_and_a_planted_escape_is_found() throws Exception {
        try (Field field = Field.open(folder.resolve("data"))) {
            var campaign = new Campaign(20, 1337, Category.all());
            Account account = campaign.against(field, _ -> {});
            assertThat(account.holds()).as(account.text()).isTrue();
            Row planted = campaign.row(
                    Category.CAP_FORGERY,
                    (_, road) -> {
                        Intent allowed = Wishes.honest(Wishes.session());
                        return road.refused(allowed, Intents.sealed(allowed, road.key("local")));
                    },
                    field);
            assertThat(planted.escapes()).hasSize(2);
            assertThat(new Account(List.of(planted), field.late()).holds()).isFalse();
            assertThat(field.late()).hasSize(2).allSatisfy(late -> assertThat(late)
                    .endsWith("was ordered"));
        }
    }
}
