package dev.airlock.authorisation.wire;

import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import dev.airlock.schemas.routes.Route;
import dev.airlock.schemas.routes.Routes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A question as people write it: a few fields, each with a default, by the names that policies have for them. The defaults are those of a local
 * caller's plain run; {@code route} and {@code image} follow from the intent.
 */
public final class AskFields {
    /** What may be given, and what it is if it is not. */
    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("principal", "somebody"),
            Map.entry("intent", ""),
            Map.entry("origin", "local"),
            Map.entry("posture", "normal_zero_trust"),
            Map.entry("cause", "runtime"),
            Map.entry("backend", "any"),
            Map.entry("lane", "bus"),
            Map.entry("risk", "benign"),
            Map.entry("trust", "50"),
            Map.entry("identity_bound", "true"),
            Map.entry("approved", "false"),
            Map.entry("fresh_copy", "true"),
            Map.entry("memory_mib", "0"),
            Map.entry("timeout_millis", "0"),
            Map.entry("flags", ""),
            Map.entry("on_behalf_of", "")));

    private final Map<String, String> given;

    private AskFields(Map<String, String> given) {
        this.given = given;
    }

    /** The names of all fields, sorted. */
    public static List<String> names() {
        return List.copyOf(DEFAULTS.keySet());
    }

    /**
     * The question.
     *
     * @param given {@code intent}, and whatever else differs from the default; several flags, or names in {@code on_behalf_of}, are joined by {@code +}
     * @throws IllegalArgumentException if a field is unknown or unfit, or no route leads to the intent; the message says what would be right
     */
    public static Ask read(Map<String, String> given) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(DEFAULTS.keySet());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "nothing is called " + String.join(", ", unknown) + "; there are " + String.join(", ", names()));
        }
        return new AskFields(given).ask();
    }

    private Ask ask() {
        String intent = text("intent");
        if (intent.isEmpty()) {
            throw new IllegalArgumentException("no intent is given; for example code:execute");
        }
        Route route = Routes.load()
                .route(intent)
                .orElseThrow(() -> new IllegalArgumentException("no route leads to " + intent
                        + ", so nobody is asked about it; there are "
                        + String.join(
                                ", ",
                                Routes.load().rows().stream().map(Route::name).toList())));
        return new Ask(
                text("principal"),
                one("origin", Origin.values()),
                intent,
                route.name(),
                route.image(),
                one("posture", PostureLevel.values()),
                one("cause", Cause.values()),
                one("backend", Backend.values()),
                one("lane", Lane.values()),
                one("risk", Risk.values()),
                whole("trust"),
                yes("identity_bound"),
                yes("approved"),
                yes("fresh_copy"),
                whole("memory_mib"),
                whole("timeout_millis"),
                flags(),
                Stream.of(text("on_behalf_of").split("\\+"))
                        .filter(name -> !name.isEmpty())
                        .toList());
    }

    private String text(String field) {
        return given.getOrDefault(field, DEFAULTS.get(field));
    }

    private <E extends Enum<E>> E one(String field, E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> label(constant).equals(text(field)))
                .findFirst()
                .orElseThrow(() -> unfit(
                        field,
                        "one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(constants)
                                                .map(AskFields::label)
                                                .toList())));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private int whole(String field) {
        try {
            return Integer.parseInt(text(field));
        } catch (NumberFormatException e) {
            throw unfit(field, "a whole number");
        }
    }

    private boolean yes(String field) {
        return switch (text(field)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unfit(field, "true or false");
        };
    }

    private Set<Flag> flags() {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        for (String label : text("flags").split("\\+", -1)) {
            if (!label.isEmpty()) {
                Optional<Flag> flag = Flag.ofLabel(label);
                flags.add(flag.orElseThrow(() -> unfit(
                        "flags",
                        "of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(Flag.values())
                                                .map(Flag::label)
                                                .toList()))));
            }
        }
        return flags;
    }

    private IllegalArgumentException unfit(String field, String wanted) {
        return new IllegalArgumentException(field + " is '" + text(field) + "'; it is " + wanted);
    }
}
