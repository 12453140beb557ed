package dev.airlock.chaos;

/** What AssertJ has no word for. */
final class Assertions {
    private Assertions() {}

    /** The message and causes of what {@code call} throws, as one text. */
    static String failureOf(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | AssertionError e) {
            StringBuilder text = new StringBuilder();
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                text.append(cause).append('\n');
            }
            return text.toString();
        }
        throw new AssertionError("nothing was thrown");
    }
}
