package dev.airlock.setup.decide;

import dev.airlock.setup.model.Users;
import java.util.Map;
import java.util.Optional;

/** How the users of a set-up begin, by what it left. */
public final class UserNames {
    private UserNames() {}

    /**
     * By the users of some services.
     *
     * @param users by the services' names; whoever is no user of a set-up's is passed over
     */
    public static Optional<String> beginning(Map<String, String> users) {
        return users.entrySet().stream()
                .filter(user -> user.getValue().endsWith("-" + user.getKey()))
                .map(user -> user.getValue()
                        .substring(0, user.getValue().length() - user.getKey().length() - 1))
                .filter(Users::fits)
                .findFirst();
    }
}
