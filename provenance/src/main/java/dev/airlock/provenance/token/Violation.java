package dev.airlock.provenance.token;

/**
 * One thing that was not allowed.
 *
 * @param what the system call, rule or pattern: {@code sys_socket}, {@code DESTRUCT-001}
 * @param detail a sentence for people
 */
public record Violation(String what, String detail) {
    /** @throws IllegalArgumentException if a text is blank, too long (128 and 500) or holds control characters */
    public Violation {
        Checks.text("erin.violations.what", what, 128);
        Checks.text("erin.violations.detail", detail, 500);
    }
}
