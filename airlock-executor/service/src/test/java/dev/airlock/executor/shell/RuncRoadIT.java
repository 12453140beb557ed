package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.airlock.container.ContainerFailed;
import dev.airlock.container.ContainerRuntime;
import dev.airlock.container.Containers;
import dev.airlock.executor.Orders;
import dev.airlock.executor.TestGround;
import dev.airlock.image.Recipe;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders in, tokens out, with real programs in containers of runc. */
class RuncRoadIT {
    @TempDir
    private Path folder;

    private static Orders order(String id, String payload) {
        return Orders.of("session-" + id, id, payload, Instant.now());
    }

    private static Token run(Stage stage, Orders order) {
        stage.order(order);
        return stage.token(order.session(), order.id());
    }

    @Test
    void its_tokens_name_it_and_who_wants_every_call_seen_is_refused_while_others_go_on() throws Exception {
        try {
            Containers.require(ContainerRuntime.Wanted.RUNC);
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: no containers of runc here, so no program ran in one: " + e.getMessage());
            abort("SKIPPED: no containers of runc here: " + e.getMessage());
        }
        Path images = folder.resolve("images");
        TestGround.images(images, List.of(Recipe.PYTHON));
        Stage stage = new Stage(folder, images);
        stage.rule(1, PostureLevel.NORMAL_ZERO_TRUST);
        try (ExecutorHouse _ = stage.realExecutor(
                Map.of("isolation", "container", "container.runtime", "runc", "audit.enabled", "true"))) {
            Token refused = run(stage, order("audited", "print(1)").mode(Mode.AUDIT));
            assertThat(refused.content().erin()).isInstanceOfSatisfying(Erin.Refused.class, erin -> {
                assertThat(erin.cause()).isEqualTo(RefusalKind.NO_BACKEND);
                assertThat(erin.reason()).contains("not every call can be seen; apt-get install crun");
            });
            Token completed = run(stage, order("enforced", "print(6*7)"));
            assertThat(completed.content().erin()).isInstanceOf(Erin.Completed.class);
            assertThat(stage.printed("session-enforced", "enforced")).isEqualTo("42\n");
            assertThat(completed.content().eromheen().isolation().orElseThrow())
                    .startsWith("container runc ")
                    .endsWith("unlisted calls seen that its libseccomp knows");
            Token killed = run(stage, order("violating", "import socket; socket.socket()"));
            assertThat(killed.content().erin()).isInstanceOfSatisfying(Erin.Killed.class, erin -> assertThat(
                            erin.violations().getFirst().detail())
                    .isEqualTo("sys_socket (blocked: dangerous syscall for any intent)"));
        } finally {
            stage.close();
        }
    }
}
