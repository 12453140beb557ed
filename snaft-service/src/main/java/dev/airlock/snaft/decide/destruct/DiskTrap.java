package dev.airlock.snaft.decide.destruct;

import dev.airlock.snaft.decide.destruct.Token.Kind;
import java.util.List;
import java.util.Optional;

/** Writing over a disk: {@code dd of=/dev/sda}, {@code > /dev/sda}, {@code mkfs.ext4 /dev/sda1}, {@code wipefs -a /dev/sda}. */
final class DiskTrap implements Trap {
    @Override
    public Optional<String> caught(List<Token> command) {
        boolean dd = false;
        boolean format = false;
        for (int i = 0; i < command.size(); i++) {
            Token token = command.get(i);
            if (token.isHelp()) {
                dd = false;
                format = false;
            } else if (Target.isDisk(token.text())) {
                if (format || isRedirected(command, i) || (dd && isOutput(command, i))) {
                    return Optional.of("write onto " + Sight.of(token.text()));
                }
            } else {
                dd |= token.isProgram("dd");
                format |= isFormatter(token);
            }
        }
        return Optional.empty();
    }

    private static boolean isFormatter(Token token) {
        int name = token.text().lastIndexOf('/') + 1;
        return token.isProgram("mkfs") || token.text().startsWith("mkfs.", name) || token.isProgram("wipefs");
    }

    private static boolean isRedirected(List<Token> command, int disk) {
        return disk > 0 && command.get(disk - 1).kind() == Kind.REDIRECT;
    }

    private static boolean isOutput(List<Token> command, int disk) {
        return disk > 1
                && command.get(disk - 1).kind() == Kind.ASSIGN
                && command.get(disk - 2).text().equals("of");
    }
}
