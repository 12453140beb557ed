package dev.airlock.authorisation.model;

import java.util.Optional;

/**
 * A question with the answer that is expected.
 *
 * @param name what people call it
 * @param ask the question
 * @param allowed whether it is to be allowed
 * @param by the id of a policy that has to be among those that decide; empty if any may
 */
public record Expectation(String name, Ask ask, boolean allowed, Optional<String> by) {
    /** What is wrong with this answer; empty if it is as expected. */
    public Optional<String> missedBy(Authorisation answer) {
        boolean right =
                switch (answer) {
                    case Authorisation.Allowed(var policies, var _) ->
                        allowed && by.map(policies::contains).orElse(true);
                    case Authorisation.Denied(var policies, var _, var _) ->
                        !allowed && by.map(policies::contains).orElse(true);
                };
        return right ? Optional.empty() : Optional.of(name + ": expected " + wanted() + ", but " + text(answer));
    }

    private String wanted() {
        return (allowed ? "allow" : "deny") + by.map(id -> " by " + id).orElse("");
    }

    private static String text(Authorisation answer) {
        return switch (answer) {
            case Authorisation.Allowed allowed -> "it is allowed by " + String.join(", ", allowed.policies());
            case Authorisation.Denied denied ->
                "it is denied by " + String.join(", ", denied.policies()) + ": " + denied.reason();
        };
    }
}
