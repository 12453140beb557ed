package dev.airlock.cli.doctor;

/**
 * What one check saw.
 *
 * @param check what was looked at, for example {@code /dev/kvm}
 * @param severity how bad it is
 * @param seen what was seen
 * @param fix what to do; empty when nothing is to be done
 */
public record Diagnosis(String check, Severity severity, String seen, String fix) {
    /** How bad it is. */
    public enum Severity {
        OK,
        /** Something works less well, or only some of it. */
        WARN,
        /** A program cannot be run here. */
        BAD
    }

    static Diagnosis ok(String check, String seen) {
        return new Diagnosis(check, Severity.OK, seen, "");
    }

    static Diagnosis warn(String check, String seen, String fix) {
        return new Diagnosis(check, Severity.WARN, seen, fix);
    }

    static Diagnosis bad(String check, String seen, String fix) {
        return new Diagnosis(check, Severity.BAD, seen, fix);
    }
}
