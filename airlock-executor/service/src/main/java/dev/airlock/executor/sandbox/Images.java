package dev.airlock.executor.sandbox;

import dev.airlock.image.Image;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The store's images, read once and kept in memory. Whether a name means another image by now is looked up again after a second:
 * reading an image costs far more than a run. Any thread.
 */
final class Images {
    private static final long TRUSTED_NANOS = Duration.ofSeconds(1).toNanos();

    private final ImageStore store;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    private record Held(Image image, long checkedAtNanos) {}

    Images(ImageStore store) {
        this.store = store;
    }

    /** The image that {@code name} means now. */
    synchronized Image image(String name) throws IOException, ImageRejected {
        Optional<Image> trusted = atHand(name);
        if (trusted.isPresent()) {
            return trusted.get();
        }
        Optional<Held> known = Optional.ofNullable(held.get(name));
        Image image = known.isPresent()
                        && digestOf(name).equals(Optional.of(known.get().image().digest()))
                ? known.get().image()
                : store.load(name);
        held.put(name, new Held(image, System.nanoTime()));
        return image;
    }

    /** The same if it is known without looking. Never waits. */
    Optional<Image> atHand(String name) {
        return Optional.ofNullable(held.get(name))
                .filter(known -> System.nanoTime() - known.checkedAtNanos() < TRUSTED_NANOS)
                .map(Held::image);
    }

    private Optional<String> digestOf(String name) throws IOException, ImageRejected {
        return store.list().stream()
                .filter(entry -> entry.name().equals(name))
                .map(ImageStore.Entry::digest)
                .findFirst();
    }
}
