package dev.airlock.policy.shell;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.stream.Stream;

/** Closes what blocks while it closes, all at once and off the context. */
final class Closing {
    private Closing() {}

    static Future<?> of(Vertx vertx, AutoCloseable... all) {
        List<Future<Void>> closings = Stream.of(all)
                .map(one -> vertx.<Void>executeBlocking(
                        () -> {
                            one.close();
                            return null;
                        },
                        false))
                .toList();
        return Future.join(closings);
    }
}
