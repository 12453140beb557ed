package dev.airlock.snaft.decide.destruct;

/** A function that starts itself twice: {@code :(){ :|:& };:}, under any name; and its Python form. */
final class ForkBomb {
    private static final int NAME_LENGTH_MAX = 32;

    private ForkBomb() {}

    static boolean isIn(String text) {
        boolean couldBeShells = text.indexOf('{') >= 0 && text.indexOf('|') >= 0 && text.indexOf('&') >= 0;
        if (!couldBeShells && !text.contains("fork")) {
            return false;
        }
        String dense = withoutBlanks(text);
        if (dense.contains("whileTrue:os.fork()") || dense.contains("while1:os.fork()")) {
            return true;
        }
        for (int open = dense.indexOf('{'); open >= 0; open = dense.indexOf('{', open + 1)) {
            if (isBomb(dense, open + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether {@code N|N&}} stands at {@code start}, N being a name of bounded length. */
    private static boolean isBomb(String dense, int start) {
        int bar = start;
        int limit = Math.min(dense.length(), start + NAME_LENGTH_MAX);
        while (bar < limit && isOfName(dense.charAt(bar))) {
            bar++;
        }
        if (bar == start) {
            return false;
        }
        String name = dense.substring(start, bar);
        return dense.startsWith("|" + name + "&}", bar) || dense.startsWith("|" + name + "&;}", bar);
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || c == ':' || c == '_' || c == '.' || c == '-';
    }

    private static String withoutBlanks(String text) {
        StringBuilder dense = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                dense.append(text.charAt(i));
            }
        }
        return dense.toString();
    }
}
