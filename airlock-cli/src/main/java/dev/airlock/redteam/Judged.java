package dev.airlock.redteam;

/** What became of one attack. */
public sealed interface Judged {
    /** It got nothing. */
    record Held() implements Judged {}

    /** It got what it must not get. */
    record Escaped(String why) implements Judged {}

    static Judged heldIf(boolean held, String why) {
        return held ? new Held() : new Escaped(why);
    }
}
