package dev.airlock.executor.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.executor.FakeSandbox;
import dev.airlock.executor.Orders;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.Erin;
import dev.airlock.provenance.token.KillCause;
import dev.airlock.provenance.token.TokenType;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RefusalKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cancels on a real bus: before a run, in it, after it, twice, of nothing, and by somebody who may not. */
class CancelIT {
    @TempDir
    private Path folder;

    private Stage stage;
    private final FakeSandbox sandbox = new FakeSandbox();

    @BeforeEach
    void set() throws Exception {
        stage = new Stage(folder, folder.resolve("images"));
        stage.rule(1, PostureLevel.NORMAL_ZERO_TRUST);
    }

    @AfterEach
    void strike() {
        stage.close();
    }

    private void hold(String session) {
        stage.order(order(session, "one", "hold"));
        Awaitility.await().atMost(Stage.PATIENCE).until(() -> sandbox.runs.contains(session + "/one"));
    }

    private static Orders order(String session, String id, String payload) {
        return Orders.of(session, id, payload, Instant.now());
    }

    private static void cancelledInItsRun(Token token, String by) {
        assertThat(token.content().erin()).isInstanceOfSatisfying(Erin.Killed.class, killed -> {
            assertThat(killed.cause()).isEqualTo(KillCause.CANCELLED);
            assertThat(killed.reason()).isEqualTo("cancelled by " + by);
            assertThat(killed.violations()).isEmpty();
            assertThat(killed.output()).isPresent();
        });
    }

    private static void cancelledBefore(Token token, String by) {
        assertThat(token.content().erin()).isInstanceOfSatisfying(Erin.Refused.class, refused -> {
            assertThat(refused.type()).isEqualTo(TokenType.INTENT_REJECTED);
            assertThat(refused.cause()).isEqualTo(RefusalKind.CANCELLED);
            assertThat(refused.reason()).isEqualTo("cancelled by " + by + " before it began");
        });
    }

    @Test
    void a_run_that_its_caller_cancels_ends_at_once_with_one_token_that_says_so() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            hold("mine");
            stage.cancel("mine", "one", Orders.CALLER);
            stage.cancel("mine", "one", Orders.CALLER);
            cancelledInItsRun(stage.token("mine", "one"), "local");
            stage.order(order("mine", "two", "print"));
            assertThat(stage.token("mine", "two").content().erin()).isInstanceOf(Erin.Completed.class);
        }
        assertThat(stage.found("mine", "one")).hasSize(1);
        assertThat(stage.chainFindings()).isEmpty();
    }

    @Test
    void an_operator_cancels_anybodys_run() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            hold("mine");
            stage.cancel("mine", "one", stage.operator);
            cancelledInItsRun(stage.token("mine", "one"), "operator");
        }
    }

    @Test
    void another_callers_cancel_changes_nothing_and_neither_does_one_that_nobody_signed() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            hold("mine");
            stage.cancel("mine", "one", stage.otherLocal);
            stage.cancel("mine", "one", SigningKey.fromSeed(new byte[SigningKey.SEED_BYTES]));
            stage.cancelRaw("no cancel".getBytes(StandardCharsets.UTF_8));
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.letters().size() == 2);
            assertThat(stage.found("mine", "one")).isEmpty();
            sandbox.release();
            assertThat(stage.token("mine", "one").content().erin()).isInstanceOf(Erin.Completed.class);
        }
    }

    @Test
    void an_intent_that_is_cancelled_before_its_run_is_not_run_and_its_token_says_so() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            hold("mine");
            stage.order(order("mine", "two", "print"));
            stage.cancel("mine", "two", Orders.CALLER);
            stage.cancel("mine", "never-sent", Orders.CALLER);
            // Behind the cancels in their partition: once it is in the dead letters, they have been heard.
            stage.cancelRaw("no cancel".getBytes(StandardCharsets.UTF_8));
            Awaitility.await()
                    .atMost(Stage.PATIENCE)
                    .until(() -> stage.letters().size() == 1);
            sandbox.release();
            stage.token("mine", "one");
            cancelledBefore(stage.token("mine", "two"), "local");
        }
        assertThat(sandbox.runs).containsExactly("mine/one");
        assertThat(stage.found("mine", "never-sent")).isEmpty();
    }

    @Test
    void an_intent_that_is_cancelled_while_no_executor_runs_is_not_run_by_the_next_one() throws Exception {
        stage.order(order("mine", "one", "print"));
        stage.cancel("mine", "one", Orders.CALLER);
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            cancelledBefore(stage.token("mine", "one"), "local");
        }
        assertThat(sandbox.runs).isEmpty();
    }

    @Test
    void a_cancel_after_the_end_changes_nothing() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            stage.order(order("mine", "one", "print"));
            Token token = stage.token("mine", "one");
            stage.cancel("mine", "one", Orders.CALLER);
            stage.order(order("mine", "two", "print"));
            assertThat(stage.token("mine", "two").content().erin()).isInstanceOf(Erin.Completed.class);
            assertThat(stage.found("mine", "one")).containsExactly(token);
        }
        assertThat(sandbox.runs).containsExactly("mine/one", "mine/two");
    }

    @Test
    void a_run_that_was_cancelled_and_interrupted_before_its_token_is_not_run_again() throws Exception {
        try (ExecutorHouse _ = stage.executor(sandbox)) {
            hold("mine");
        }
        assertThat(stage.found("mine", "one")).isEmpty();
        stage.cancel("mine", "one", Orders.CALLER);
        FakeSandbox second = new FakeSandbox();
        try (ExecutorHouse _ = stage.executor(second)) {
            cancelledBefore(stage.token("mine", "one"), "local");
        }
        assertThat(second.runs).isEmpty();
        assertThat(stage.found("mine", "one")).hasSize(1);
    }
}
