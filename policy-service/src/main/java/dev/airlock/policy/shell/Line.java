package dev.airlock.policy.shell;

/** Other people's text as part of one log line. */
final class Line {
    private static final int LENGTH_MAX = 300;

    private Line() {}

    static String of(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ").replace('"', '\'');
        return oneLine.length() <= LENGTH_MAX ? oneLine : oneLine.substring(0, LENGTH_MAX) + "...";
    }
}
