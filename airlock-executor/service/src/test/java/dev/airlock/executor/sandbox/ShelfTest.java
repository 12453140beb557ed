package dev.airlock.executor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ShelfTest {
    private final List<String> made = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final Shelf<String, Thing, Failure> shelf = new Shelf<>(2, this::make);

    private record Thing(String name, List<String> closed) implements AutoCloseable {
        @Override
        public void close() {
            closed.add(name);
        }
    }

    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Thing make(String name) throws Failure {
        if (name.equals("never")) {
            throw new Failure();
        }
        made.add(name);
        return new Thing(name, closed);
    }

    private void use(String name) throws Failure {
        String used = shelf.use(name, Thing::name);
        assertThat(used).isEqualTo(name);
    }

    @Test
    void what_is_kept_is_made_once() throws Failure {
        use("a");
        use("a");
        assertThat(made).containsExactly("a");
    }

    @Test
    void what_was_used_longest_ago_goes_first() throws Failure {
        use("a");
        use("b");
        use("a");
        use("c");
        assertThat(closed).containsExactly("b");
    }

    @Test
    void what_is_in_use_stays() throws Failure {
        List<String> closedMeanwhile = shelf.use("a", _ -> {
            try {
                use("b");
                use("c");
                use("d");
            } catch (Failure e) {
                throw new AssertionError(e);
            }
            return List.copyOf(closed);
        });
        assertThat(closedMeanwhile).containsExactly("b", "c");
    }

    @Test
    void only_what_is_made_is_lent_and_it_stays_until_it_is_given_back() throws Failure {
        assertThat(shelf.borrow("a")).isEmpty();
        use("a");
        Shelf.Loan<Thing> loan = shelf.borrow("a").orElseThrow();
        assertThat(loan.kept().name()).isEqualTo("a");
        use("b");
        use("c");
        use("d");
        assertThat(closed).containsExactly("b", "c");
        loan.giveBack().run();
        use("d");
        use("b");
        assertThat(closed).containsExactly("b", "c", "a");
        assertThat(made).containsExactly("a", "b", "c", "d", "b");
    }

    @Test
    void whoever_gives_back_closes_nothing_himself_since_that_may_wait_for_him() throws Exception {
        CompletableFuture<Thread> closer = new CompletableFuture<>();
        Shelf<String, AutoCloseable, Failure> one =
                new Shelf<>(1, name -> () -> closer.complete(Thread.currentThread()));
        one.use("a", _ -> "used");
        Shelf.Loan<AutoCloseable> loan = one.borrow("a").orElseThrow();
        one.use("b", inUse -> {
            loan.giveBack().run();
            return "used";
        });
        assertThat(closer.get(20, TimeUnit.SECONDS)).isNotEqualTo(Thread.currentThread());
    }

    @Test
    void a_maker_that_fails_is_asked_again() throws Failure {
        assertThatThrownBy(() -> use("never")).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> use("never")).isInstanceOf(Failure.class);
        use("a");
        assertThat(made).containsExactly("a");
    }

    @Test
    void while_something_is_closed_others_are_used() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Shelf<String, AutoCloseable, Failure> slow = new Shelf<>(1, _ -> () -> {
            closing.countDown();
            mayEnd.await();
        });
        slow.use("a", _ -> "used");
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> replaces = others.submit(() -> slow.use("b", _ -> "used"));
            try {
                assertThat(closing.await(20, TimeUnit.SECONDS)).isTrue();
                Future<String> uses = others.submit(() -> slow.use("b", _ -> "used meanwhile"));
                assertThat(uses.get(20, TimeUnit.SECONDS)).isEqualTo("used meanwhile");
            } finally {
                mayEnd.countDown();
            }
            assertThat(replaces.get(20, TimeUnit.SECONDS)).isEqualTo("used");
        }
    }

    @Test
    void one_that_cannot_be_closed_keeps_no_other_from_it() throws Failure {
        Shelf<String, AutoCloseable, Failure> shelves = new Shelf<>(2, name -> () -> {
            closed.add(name);
            throw new IllegalStateException(name);
        });
        shelves.use("a", _ -> "used");
        shelves.use("b", _ -> "used");
        assertThatThrownBy(shelves::close).hasMessageContaining("cannot be closed");
        assertThat(closed).containsExactly("a", "b");
    }

    @Test
    void closing_drops_everything() throws Failure {
        use("a");
        use("b");
        shelf.close();
        assertThat(closed).containsExactlyInAnyOrder("a", "b");
    }
}
