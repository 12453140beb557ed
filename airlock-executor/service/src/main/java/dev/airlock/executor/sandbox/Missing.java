package dev.airlock.executor.sandbox;

import dev.airlock.image.Image;
import dev.airlock.image.Recipe;
import dev.airlock.schemas.syscalls.SyscallPolicies;

/** What a caller is told when there is nothing to run a route's programs in, and what an operator can do about it. */
final class Missing {
    private Missing() {}

    /** The image is not here, or cannot be used. */
    static String image(String name) {
        return Recipe.ofImage(name)
                .map(recipe -> "image " + name + " is not usable on this executor; make it there: airlock image build "
                        + recipe.kind())
                .orElseGet(() -> "image " + name + " is not on this executor, and there is no recipe for it: "
                        + reason(name) + "; an image of one's own can be brought: airlock image import LAYOUT " + name
                        + " --runtime NAME");
    }

    /** Why nothing of ours makes an image of that name. The names are those of the route table. */
    private static String reason(String name) {
        return switch (name.substring(0, Math.max(name.indexOf(':'), 0))) {
            case "airlock-sip", "airlock-webrtc", "airlock-http", "airlock-db" ->
                "a guest has no network, so nothing that calls, fetches or queries can work in one";
            case "airlock-inference" -> "a model and its runtime are not part of Airlock";
            default -> "nobody has written one";
        };
    }

    /** The image does not say what kind of program it starts, or says one without a reviewed list of system calls. */
    static String policy(Image image, String policy) {
        String runtimes = String.join(", ", SyscallPolicies.RUNTIMES);
        return image.runtime()
                .map(runtime -> "image " + image.name() + " is of the runtime '" + runtime
                        + "', and there is no reviewed list of system calls for policy " + policy
                        + " on it; use one of: " + runtimes)
                .orElseGet(() -> "image " + image.name() + " does not say which runtime it is of (" + runtimes
                        + "); build it again: airlock image build KIND --force, or import it with --runtime NAME");
    }
}
