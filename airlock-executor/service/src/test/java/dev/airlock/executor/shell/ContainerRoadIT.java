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
import dev.airlock.provenance.token.KillCause;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders in, tokens out, with real programs: unmodified CPython in a container of this host's kernel. */
class ContainerRoadIT {
    private static Stage stage;
    private static ExecutorHouse executor;
    private static int orders;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        try {
            Containers.require(ContainerRuntime.Wanted.CRUN);
        } catch (ContainerFailed e) {
            System.err.println("SKIPPED: no containers here, so no program ran in one: " + e.getMessage());
            abort("SKIPPED: no containers here: " + e.getMessage());
        }
        Path images = folder.resolve("images");
        TestGround.images(images, List.of(Recipe.PYTHON));
        stage = new Stage(folder, images);
        stage.rule(1, PostureLevel.NORMAL_ZERO_TRUST);
        executor = stage.realExecutor(
                Map.of("isolation", "container", "container.runtime", "crun", "audit.enabled", "true"));
    }

    @AfterAll
    static void stop() {
        if (executor != null) {
            executor.close();
            stage.close();
        }
    }

    private static Orders order(String payload) {
        orders++;
        return Orders.of("session-" + orders, "intent-" + orders, payload, Instant.now());
    }

    private static Token run(Orders orders) {
        stage.order(orders);
        return stage.token(orders.session(), orders.id());
    }

    private static Erin.Completed completed(Token token) {
        assertThat(token.content().erin()).isInstanceOf(Erin.Completed.class);
        return (Erin.Completed) token.content().erin();
    }

    private static Erin.Killed killed(Token token) {
        assertThat(token.content().erin()).isInstanceOf(Erin.Killed.class);
        return (Erin.Killed) token.content().erin();
    }

    @Test
    void a_payload_runs_and_its_token_names_the_backend_and_its_isolation() {
        Orders order = order("print(6*7)");
        Token token = run(order);
        assertThat(completed(token).exitCode()).isZero();
        assertThat(stage.printed(order.session(), order.id())).isEqualTo("42\n");
        assertThat(token.content().eromheen().backend()).contains(Backend.CONTAINER);
        assertThat(token.content().eromheen().isolation().orElseThrow())
                .startsWith("container crun ")
                .endsWith("unlisted calls seen");
        assertThat(token.content().eraan().image()).isPresent();
        assertThat(token.content().eraan().snapshotDigest())
                .as("each container is warmed by itself")
                .isEmpty();
    }

    @Test
    void a_socket_ends_as_an_incident_that_names_it() {
        Erin.Killed killed = killed(run(order("import socket; socket.socket()")));
        assertThat(killed.cause()).isEqualTo(KillCause.VIOLATION);
        assertThat(killed.violations().getFirst().detail())
                .isEqualTo("sys_socket (blocked: dangerous syscall for any intent)");
        assertThat(killed.syscalls().orElseThrow().counts()).containsEntry("sys_socket", 1L);
    }

    @Test
    void a_run_that_takes_too_long_ends_at_its_deadline() {
        Erin.Killed killed = killed(run(order("while True: pass").deadline(400)));
        assertThat(killed.cause()).isEqualTo(KillCause.DEADLINE);
    }

    @Test
    void in_audit_mode_every_call_is_seen_and_one_outside_the_policy_is_counted_and_not_done() {
        Orders order = order("""
                import os
                try:
                    os.memfd_create('x'); print('DONE')
                except OSError as e:
                    print(e.errno)
                """);
        Token token = run(order.mode(Mode.AUDIT));
        assertThat(stage.printed(order.session(), order.id())).isEqualTo("38\n");
        assertThat(completed(token).syscalls().counts()).containsKeys("sys_write", "sys_memfd_create");
        assertThat(token.content().eromheen().isolation().orElseThrow()).endsWith("every call seen");
    }

    @Test
    void an_order_that_requires_a_microvm_is_refused_and_not_run_here() {
        Token token = run(order("print(1)").backend(Backend.MICROVM));
        assertThat(token.content().erin()).isInstanceOfSatisfying(Erin.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(RefusalKind.NO_BACKEND);
            assertThat(refused.reason()).contains("backend microvm is not on this executor");
        });
    }
}
