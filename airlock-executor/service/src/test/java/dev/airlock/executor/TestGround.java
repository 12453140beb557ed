package dev.airlock.executor;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.Recipe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a test of a real guest finds where it runs: images that were made before, and how patient it has to be. {@code airlock selftest} says
 * both.
 */
public final class TestGround {
    private static final Optional<Path> IMAGES =
            Optional.ofNullable(System.getProperty("airlock.test.images")).map(Path::of);
    private static final int PATIENCE = Integer.getInteger("airlock.test.patience", 1);

    private TestGround() {}

    /** What takes {@code usual} on hardware may take this; nobody waits for longer than ten minutes. */
    public static Duration patience(Duration usual) {
        Duration most = Duration.ofMinutes(10);
        Duration stretched = usual.multipliedBy(PATIENCE);
        return stretched.compareTo(most) < 0 ? stretched : most;
    }

    /** Whether images were made before, and may be the only ones: where Python is none can be made. */
    public static boolean isReady() {
        return IMAGES.isPresent();
    }

    /** Puts the images of some recipes into a store: those that were made before, or else one that this JVM makes once. */
    public static void images(Path store, List<Recipe> recipes) throws IOException, ImageRejected {
        for (Recipe recipe : recipes) {
            boolean there = IMAGES.isPresent() && recipe.isIn(new ImageStore(IMAGES.get()));
            new ImageStore(store).importLayout(there ? IMAGES.get() : Own.with(recipe), recipe.image());
        }
    }

    /** Images of this JVM's own, which go with it. */
    private static final class Own {
        private static final Path STORE = temporary();

        private static Path temporary() {
            try {
                Path folder = Files.createTempDirectory("airlock-test-images-");
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder)));
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static synchronized Path with(Recipe recipe) throws IOException, ImageRejected {
            ImageStore own = new ImageStore(STORE);
            if (!recipe.isIn(own)) {
                recipe.build(own, Optional.empty(), _ -> {});
            }
            return STORE;
        }

        private static void delete(Path folder) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
