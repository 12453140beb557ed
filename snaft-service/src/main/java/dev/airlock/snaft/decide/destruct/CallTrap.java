package dev.airlock.snaft.decide.destruct;

import dev.airlock.snaft.decide.destruct.Token.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What Python does without a shell: {@code shutil.rmtree('/')}, {@code open('/dev/sda', 'wb')}. */
final class CallTrap implements Trap {
    /** What may stand between a call and the path that it is given. */
    private static final Set<String> WRAPPINGS = Set.of("path", "Path", "pathlib.Path", "PurePath", "str", "file");

    @Override
    public Optional<String> caught(List<Token> command) {
        for (int i = 0; i + 1 < command.size(); i++) {
            if (command.get(i + 1).kind() == Kind.OPEN) {
                Optional<String> deed = deed(command, i);
                if (deed.isPresent()) {
                    return deed;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> deed(List<Token> command, int call) {
        String name = lastName(command.get(call).text());
        if (name.equals("rmtree")) {
            int first = firstArgument(command, call + 2);
            return first < command.size()
                            && Target.isDeleteRoot(command.get(first).text())
                    ? Optional.of("recursive deletion of "
                            + Sight.of(command.get(first).text()))
                    : Optional.empty();
        }
        if (name.equals("open")) {
            int first = firstArgument(command, call + 2);
            return first < command.size()
                            && Target.isDisk(command.get(first).text())
                            && isForWriting(command, first + 1)
                    ? Optional.of("write onto " + Sight.of(command.get(first).text()))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    /** The index of the first word of the arguments that is a value; looks at a few tokens only. */
    private static int firstArgument(List<Token> command, int from) {
        int limit = Math.min(command.size(), from + 6);
        for (int i = from; i < limit; i++) {
            if (command.get(i).isWord() && !WRAPPINGS.contains(command.get(i).text())) {
                return i;
            }
        }
        return command.size();
    }

    /** Whether a mode such as {@code wb}, {@code r+} or {@code os.O_WRONLY} follows. */
    private static boolean isForWriting(List<Token> command, int from) {
        return command.subList(from, Math.min(command.size(), from + 6)).stream()
                .map(Token::text)
                .anyMatch(CallTrap::isWritingMode);
    }

    private static boolean isWritingMode(String word) {
        if (word.length() > 3) {
            return word.contains("O_WRONLY") || word.contains("O_RDWR");
        }
        return word.chars().anyMatch(letter -> "wax+".indexOf(letter) >= 0);
    }

    private static String lastName(String word) {
        return word.substring(word.lastIndexOf('.') + 1);
    }
}
