package dev.airlock.road.keys;

import dev.airlock.schemas.keys.KeyRole;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a key file is called: {@code ROLE} or {@code ROLE@anything}, for example {@code executor@host2}. */
record KeyName(KeyRole role, String text) {
    private static final Pattern SHAPE = Pattern.compile("([a-z]+)(@[A-Za-z0-9][A-Za-z0-9._-]{0,63})?");
    private static final String ROLES =
            Arrays.stream(KeyRole.values()).map(KeyRole::label).collect(Collectors.joining(", "));

    /** The name in this text; empty if its shape or its role is unknown. No path separator can be in it. */
    static Optional<KeyName> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches()
                ? KeyRole.ofLabel(matcher.group(1)).map(role -> new KeyName(role, text))
                : Optional.empty();
    }

    /** What to say to somebody who wrote another name. */
    static String rule() {
        return "a key is called ROLE or ROLE@anything, and ROLE is one of " + ROLES;
    }
}
