package dev.airlock.chaos;

import dev.airlock.schemas.model.Intent;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Others who go on sending while somebody is killed: on every partition one intent per turn. */
final class Crowd implements AutoCloseable {
    private final Ground ground;
    private final CountDownLatch enough = new CountDownLatch(1);
    private final Thread thread;
    private final Duration pause;

    private Crowd(Ground ground, Duration pause, String name) {
        this.ground = ground;
        this.pause = pause;
        this.thread = Thread.ofPlatform().name("crowd-" + name).start(() -> live(name));
    }

    /** Sends runs and refusals in turn. */
    static Crowd begin(Ground ground, Duration pause, String name) {
        return new Crowd(ground, pause, name);
    }

    private void live(String name) {
        try {
            for (int turn = 0; !enough.await(pause.toMillis(), TimeUnit.MILLISECONDS); turn++) {
                String id = "turn-" + turn;
                IntFunction<Intent> wish = turn % 2 == 0
                        ? partition -> Wish.run(Ground.session(name, partition), id)
                        : partition -> Wish.refusal(Ground.session(name, partition), id);
                IntStream.range(0, Ground.PARTITIONS).mapToObj(wish).forEach(ground::send);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        enough.countDown();
        Awaitility.await("the end of " + thread.getName()).until(() -> !thread.isAlive());
    }
}
