package dev.airlock.provenance.token;

import java.util.Locale;
import java.util.Optional;

/** How tokens spell the constants of an enum: their names in lower case, for example {@code "guest_exception"}. */
public final class Labels {
    private Labels() {}

    /** The spelling of a constant. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** The constant that is spelt like this; empty for any other text. */
    public static <E extends Enum<E>> Optional<E> find(Class<E> type, String label) {
        for (E constant : type.getEnumConstants()) {
            if (of(constant).equals(label)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
