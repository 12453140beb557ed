package dev.airlock.snaft.decide.destruct;

import dev.airlock.snaft.decide.destruct.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Switching the machine off: {@code systemctl poweroff}, {@code shutdown -h now}, {@code init 0}. */
final class PowerTrap implements Trap {
    private static final Set<String> ENDS = Set.of("poweroff", "halt", "reboot");
    private static final Set<String> LOOKS = Set.of("status", "show", "cat", "help", "list-dependencies", "is-active");
    /** Programs that start the one behind them. */
    private static final Set<String> STARTERS = Set.of("sudo", "doas", "exec", "nohup", "command", "env", "then", "do");

    @Override
    public Optional<String> caught(List<Token> command) {
        for (int i = 0; i + 1 < command.size(); i++) {
            Token token = command.get(i);
            if (token.isProgram("systemctl")) {
                return systemctl(behind(command, i));
            }
            if (token.isProgram("shutdown") && shutdown(behind(command, i), isStart(command, i))) {
                return Optional.of("shutdown of the machine");
            }
            if (token.isProgram("init") && isStart(command, i) && isRunlevelZero(token, behind(command, i))) {
                return Optional.of("init 0");
            }
        }
        return Optional.empty();
    }

    private static List<Token> behind(List<Token> command, int index) {
        return command.subList(index + 1, command.size());
    }

    private static Optional<String> systemctl(List<Token> rest) {
        for (Token token : rest) {
            if (token.isHelp() || LOOKS.contains(token.text())) {
                return Optional.empty();
            }
            String unit = token.text().endsWith(".target")
                    ? token.text().substring(0, token.text().length() - ".target".length())
                    : token.text();
            if (ENDS.contains(unit)) {
                return Optional.of("systemctl " + unit);
            }
        }
        return Optional.empty();
    }

    /** The flags come at once, or the time does and nothing stands before the program. */
    private static boolean shutdown(List<Token> rest, boolean start) {
        for (Token token : rest) {
            if (token.kind() == Kind.COMMA) {
                continue;
            }
            if (!token.text().startsWith("-") || token.isHelp()) {
                return start && token.text().equals("now");
            }
            if (isStopFlag(token.text())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isStopFlag(String flag) {
        return flag.startsWith("--")
                ? ENDS.contains(flag.substring(2))
                : flag.chars().anyMatch(letter -> "hHPr".indexOf(letter) >= 0);
    }

    private static boolean isRunlevelZero(Token init, List<Token> rest) {
        boolean listed = rest.getFirst().kind() == Kind.COMMA && rest.size() > 1 && init.quoted();
        return rest.get(listed ? 1 : 0).text().equals("0");
    }

    private static boolean isStart(List<Token> command, int index) {
        if (index == 0) {
            return true;
        }
        Token before = command.get(index - 1);
        return before.kind() == Kind.OPEN || before.kind() == Kind.ASSIGN || STARTERS.contains(before.text());
    }
}
