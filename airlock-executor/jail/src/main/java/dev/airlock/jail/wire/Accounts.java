package dev.airlock.jail.wire;

import dev.airlock.jail.model.Account;
import java.util.List;
import java.util.stream.Stream;

/** Finds an account: {@code UID:GID}, or a name in the text of {@code /etc/passwd}. Source: man 5 passwd. */
public final class Accounts {
    private static final int USER = 2;
    private static final int GROUP = 3;
    private static final int FIELDS = 7;

    private Accounts() {}

    /** @throws IllegalArgumentException if there is no such account, or if it is root's */
    public static Account find(String passwd, String wanted) {
        if (wanted.matches("\\d{1,9}:\\d{1,9}")) {
            String[] ids = wanted.split(":", -1);
            return new Account(Integer.parseInt(ids[0]), Integer.parseInt(ids[1]), List.of());
        }
        return passwd.lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == FIELDS && fields[0].equals(wanted))
                .findFirst()
                .map(fields -> account(wanted, fields))
                .orElseThrow(() -> new IllegalArgumentException("jail.user is '" + wanted
                        + "', and this host has no such user; make it (useradd --system " + wanted
                        + "), give UID:GID, or go without a jail: jail=off"));
    }

    private static Account account(String name, String[] fields) {
        if (Stream.of(fields[USER], fields[GROUP]).allMatch(id -> id.matches("\\d{1,9}"))) {
            return new Account(Integer.parseInt(fields[USER]), Integer.parseInt(fields[GROUP]), List.of());
        }
        throw new IllegalArgumentException("the line of " + name + " in /etc/passwd has no numbers");
    }
}
