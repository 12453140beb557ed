package dev.airlock.jail.model;

import java.util.List;

/**
 * What a filter says to one call.
 *
 * @param number the call's, on x86-64
 * @param when allowed when all of these hold; with none of them, {@code otherwise} is said at once
 * @param otherwise what is said else
 */
public record SyscallRule(int number, List<Condition> when, Answer otherwise) {
    /** Numbers from here on are the x32 interface's, or nothing's. */
    public static final int NUMBERS = 512;

    public SyscallRule {
        when = List.copyOf(when);
        if (number < 0 || number >= NUMBERS) {
            throw new IllegalArgumentException("call " + number + "; 0 to " + (NUMBERS - 1));
        }
        if (!when.isEmpty() && otherwise instanceof Answer.Allow) {
            throw new IllegalArgumentException("call " + number + " is allowed whatever its conditions say");
        }
        if (when.isEmpty() && otherwise instanceof Answer.Deny) {
            throw new IllegalArgumentException("call " + number + " is denied, as every call is that has no rule");
        }
    }
}
