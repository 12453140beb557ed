package dev.airlock.gateway.mux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.airlock.gateway.model.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class AnswerLineTest {
    /** The answers that were written, by their channels, and what the system still has to take. */
    private final List<Long> written = new ArrayList<>();

    private final Queue<Promise<Void>> taking = new ArrayDeque<>();
    private final AnswerLine line = new AnswerLine(this::write);
    private final List<String> told = new ArrayList<>();

    private Future<Void> write(Answer answer) {
        written.add(answer.channelId());
        Promise<Void> taken = Promise.promise();
        taking.add(taken);
        return taken.future();
    }

    private static Answer answer(long channel) {
        return new Answer(channel, 200, "code:execute", Optional.empty(), Optional.empty(), "");
    }

    private Promise<Answer> add(long channel) {
        Promise<Answer> promise = Promise.promise();
        line.add(promise.future(), sent -> told.add(channel + (sent ? " sent" : " not sent")));
        return promise;
    }

    @Test
    void whichever_is_ready_first_they_are_sent_in_their_order_and_one_at_a_time() {
        Promise<Answer> one = add(1);
        Promise<Answer> two = add(2);
        Promise<Answer> three = add(3);
        two.complete(answer(2));
        three.complete(answer(3));
        assertThat(written).isEmpty();
        one.complete(answer(1));
        assertThat(written).containsExactly(1L);
        taking.remove().complete();
        assertThat(written).containsExactly(1L, 2L);
        taking.remove().complete();
        taking.remove().complete();
        assertThat(told).containsExactly("1 sent", "2 sent", "3 sent");
    }

    @Test
    void behind_an_answer_that_cannot_be_had_or_written_nothing_is_sent_and_each_is_told() {
        Promise<Answer> one = add(1);
        Promise<Answer> two = add(2);
        Promise<Answer> three = add(3);
        three.complete(answer(3));
        one.complete(answer(1));
        two.fail("a defect");
        taking.remove().complete();
        add(4).complete(answer(4));
        assertThat(written).containsExactly(1L);
        assertThat(told).containsExactly("1 sent", "2 not sent", "3 not sent", "4 not sent");

        Function<Answer, Future<Void>> gone = _ -> Future.failedFuture("the client is gone");
        Function<Answer, Future<Void>> defect = _ -> {
            throw new IllegalStateException("an answer that cannot be written");
        };
        Function<Answer, Future<Void>> error = _ -> {
            throw new OutOfMemoryError("a large answer");
        };
        for (Function<Answer, Future<Void>> send : List.of(gone, defect, error)) {
            var unread = new AnswerLine(send);
            List<Boolean> sent = new ArrayList<>();
            unread.add(Future.succeededFuture(answer(1)), sent::add);
            unread.add(Future.succeededFuture(answer(2)), sent::add);
            assertThat(sent).containsExactly(false, false);
        }
    }

    @Test
    void of_what_is_sent_nothing_is_kept_while_the_connection_lives() {
        List<WeakReference<Object>> kept = new ArrayList<>();
        for (long channel = 0; channel < 100; channel++) {
            Promise<Answer> promise = Promise.promise();
            Consumer<Boolean> sent = new Consumer<>() {
                @Override
                public void accept(Boolean was) {
                    told.add(was.toString());
                }
            };
            kept.add(new WeakReference<>(sent));
            kept.add(new WeakReference<>(promise.future()));
            line.add(promise.future(), sent);
            promise.complete(answer(channel));
            taking.remove().complete();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            System.gc();
            return kept.stream().allMatch(one -> one.refersTo(null));
        });
        add(100).complete(answer(100));
        assertThat(written).hasSize(101);
    }
}
