package dev.airlock.setup.model;

/** How the names of the services' users begin; a dash and the service's name follow. */
public final class Users {
    /** Where nobody has said otherwise. */
    public static final String USUAL = "airlock";

    private static final String SHAPE = "[a-z_][a-z0-9_-]{0,20}";

    private Users() {}

    /** Whether names of users may begin so. */
    public static boolean fits(String beginning) {
        return beginning.matches(SHAPE);
    }

    /** @throws IllegalArgumentException if no name begins so, with what would do */
    public static String require(String beginning) {
        if (!fits(beginning)) {
            throw new IllegalArgumentException(
                    "users cannot begin with '" + beginning + "'; use up to 21 small letters, digits, '_' and '-'");
        }
        return beginning;
    }
}
