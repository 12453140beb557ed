package dev.airlock.schemas.model;

/**
 * Whom a verdict or a posture is about: {@code fleet}, {@code agent:NAME} or {@code session:ID}.
 *
 * <p>An agent is a principal, by the name of the holder of the key that signed; what an intent says of itself ({@code from_aint}) is never
 * believed, so nobody leaves a scope by another name, and nobody gets into another's. A session is what intents name as such.
 *
 * @param kind what kind of scope
 * @param name the principal's name or the session's id; empty for the fleet
 */
public record Scope(Kind kind, String name) {
    /** Everybody. */
    public static final Scope FLEET = new Scope(Kind.FLEET, "");

    /**
     * How many scopes besides the fleet may be guarded at once. Policy guards no more, and a reader who is told of more closes for
     * everybody.
     */
    public static final int GUARDED_MAX = 1024;

    private static final String AGENT = "agent:";
    private static final String SESSION = "session:";

    /** The kinds. */
    public enum Kind {
        FLEET,
        AGENT,
        SESSION
    }

    public Scope {
        switch (kind) {
            case FLEET -> Check.atMost("scope fleet", name, 0);
            case AGENT -> Check.printable("scope agent", name, Check.ID_LENGTH_MAX);
            case SESSION -> Check.id("scope session", name);
        }
    }

    /** One principal, by its name of 1 to 128 characters. */
    public static Scope agent(String name) {
        return new Scope(Kind.AGENT, name);
    }

    /** One session. */
    public static Scope session(String id) {
        return new Scope(Kind.SESSION, id);
    }

    /**
     * The scope of this text.
     *
     * @throws IllegalArgumentException if it is none, with the three forms
     */
    public static Scope of(String text) {
        if (text.equals("fleet")) {
            return FLEET;
        }
        if (text.startsWith(AGENT)) {
            return agent(text.substring(AGENT.length()));
        }
        if (text.startsWith(SESSION)) {
            return session(text.substring(SESSION.length()));
        }
        throw new IllegalArgumentException(
                "scope is '" + Line.fit(text, 40) + "'; it must be fleet, agent:NAME or session:ID");
    }

    /** The text, as records carry it. */
    public String text() {
        return switch (kind) {
            case FLEET -> "fleet";
            case AGENT -> AGENT + name;
            case SESSION -> SESSION + name;
        };
    }
}
