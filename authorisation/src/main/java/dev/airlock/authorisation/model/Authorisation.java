package dev.airlock.authorisation.model;

import java.util.List;

/** The answer to an {@link Ask}. */
public sealed interface Authorisation {
    /** The version where no set of policies was asked. */
    String NO_SET = "none";

    /** The version of the set that was asked: {@code sha256:} of its text, or {@link #NO_SET}. */
    String version();

    /**
     * It may run.
     *
     * @param policies the ids of the permits that apply, sorted; at least one
     */
    record Allowed(List<String> policies, String version) implements Authorisation {
        public Allowed {
            policies = List.copyOf(policies);
            if (policies.isEmpty()) {
                throw new IllegalArgumentException("nothing is allowed without a policy that allows it");
            }
        }
    }

    /**
     * It may not run.
     *
     * @param policies the ids of the forbids that apply, sorted; or one word for why none could be asked; at least one
     * @param reason why, in the words of the first of them
     */
    record Denied(List<String> policies, String reason, String version) implements Authorisation {
        /** The id where no policy permits a question, and none forbids it. */
        public static final String NOTHING_PERMITS = "no-policy-permits";

        public Denied {
            policies = List.copyOf(policies);
            if (policies.isEmpty()) {
                throw new IllegalArgumentException("a denial names what denies");
            }
        }
    }
}
