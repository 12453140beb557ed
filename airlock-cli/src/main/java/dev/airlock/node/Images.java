package dev.airlock.node;

import dev.airlock.image.ImageRejected;
import dev.airlock.image.ImageStore;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The images that a node's programs need: what is missing is built, and said. */
public final class Images {
    private static final Logger LOG = LoggerFactory.getLogger(Images.class);

    private Images() {}

    /** Builds the image if it is not there, or does not say its runtime. */
    public static void require(DataDirectory data, Recipe recipe, Consumer<String> progress)
            throws IOException, ImageRejected {
        ImageStore store = new ImageStore(data.images());
        if (!recipe.isIn(store)) {
            progress.accept("building the image " + recipe.image() + " (once)");
            recipe.build(store, Optional.empty(), line -> LOG.info("image {}", line));
        }
    }

    /**
     * The same for the image of an intent's route, if there is a recipe for it. One that cannot be built is told of and no more:
     * the executor refuses the intent, and its token says why.
     */
    public static void offer(DataDirectory data, String intent, Consumer<String> progress) throws IOException {
        Optional<Recipe> recipe = Routes.load().route(intent).map(Route::image).flatMap(Recipe::ofImage);
        if (recipe.isPresent()) {
            try {
                require(data, recipe.get(), progress);
            } catch (ImageRejected e) {
                progress.accept("the image " + recipe.get().image() + " cannot be built: " + e.getMessage());
            }
        }
    }
}
