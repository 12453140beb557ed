package dev.airlock.snaft.decide.destruct;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A program that works on whole trees when it is told to: {@code rm -r}, {@code chmod -R}, {@code chown -R}. */
record TreeTrap(String program, String flagLetters, Predicate<String> target, String deed) implements Trap {
    private static final String LONG_FLAG = "--recursive";

    @Override
    public Optional<String> caught(List<Token> command) {
        boolean running = false;
        boolean flagsOver = false;
        boolean recursive = false;
        String hit = "";
        for (Token token : command) {
            if (!running) {
                running = token.isProgram(program);
            } else if (!flagsOver && token.isFlag()) {
                if (token.isHelp() && hit.isEmpty()) {
                    return Optional.empty();
                }
                flagsOver = token.text().equals("--");
                recursive |= isRecursive(token.text());
            } else if (hit.isEmpty() && target.test(token.text())) {
                hit = token.text();
            }
        }
        return recursive && !hit.isEmpty() ? Optional.of(deed + " of " + Sight.of(hit)) : Optional.empty();
    }

    /** A short flag among others ({@code -fr}), or the long one, which GNU lets one shorten. */
    private boolean isRecursive(String flag) {
        if (flag.startsWith("--")) {
            return flag.length() > 2 && LONG_FLAG.startsWith(flag);
        }
        return flag.chars().anyMatch(letter -> flagLetters.indexOf(letter) >= 0);
    }
}
