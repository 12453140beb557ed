package dev.airlock.schemas.syscalls;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * The allow-list of one route on one runtime, compiled to bits by call number. Immutable, for any thread.
 *
 * <p>Contract list of the route, plus the runtime's base set, minus the nine that are dangerous in every route.
 */
public final class SyscallPolicy {
    /** The name under which foreign code is refused; no Linux call has it. */
    public static final String FOREIGN_CODE = "sys_dlopen";

    private static final Ruling ALLOWED = new Ruling.Allowed();

    private final String name;
    private final String runtime;
    private final SyscallNames names;
    private final long[] allowed;
    private final long[] dangerous;
    private final String digest;

    /**
     * Combines the lists.
     *
     * @throws IllegalStateException when a call stands in both: a contradiction nobody should have to guess about
     */
    SyscallPolicy(String name, String runtime, SyscallNames names, BitSet allowed, BitSet dangerous) {
        if (allowed.intersects(dangerous)) {
            BitSet both = (BitSet) allowed.clone();
            both.and(dangerous);
            throw new IllegalStateException(name + " on " + runtime + " allows " + names.linuxName(both.nextSetBit(0))
                    + ", which is dangerous");
        }
        this.name = name;
        this.runtime = runtime;
        this.names = names;
        this.allowed = wordsOf(allowed);
        this.dangerous = wordsOf(dangerous);
        this.digest = "sha256:" + sha256(canonical(allowed, dangerous));
    }

    /** The name of the route policy, as in the route table: {@code code-execute}. */
    public String name() {
        return name;
    }

    /** The runtime whose base set is in: {@code python}. */
    public String runtime() {
        return runtime;
    }

    /** {@code sha256:} and 64 hex digits over the sorted rules; equal exactly when two policies rule alike by name. */
    public String digest() {
        return digest;
    }

    /** The names that this policy speaks in. */
    public SyscallNames names() {
        return names;
    }

    /**
     * Rules on one call. Allocates nothing for a call that is allowed.
     *
     * @param number what the guest put into {@code eax}; any value
     * @param foreignCode whether the call would make executable what is no file of the image
     */
    public Ruling rule(int number, boolean foreignCode) {
        if (has(dangerous, number)) {
            return new Ruling.Violation(names.contractName(number), Ruling.Cause.DANGEROUS);
        }
        if (foreignCode) {
            return new Ruling.Violation(FOREIGN_CODE, Ruling.Cause.DANGEROUS);
        }
        return has(allowed, number)
                ? ALLOWED
                : new Ruling.Violation(names.contractName(number), Ruling.Cause.NOT_ALLOWED);
    }

    private String canonical(BitSet allow, BitSet danger) {
        StringBuilder text = new StringBuilder("airlock syscall policy 1\npolicy ");
        text.append(name)
                .append("\nruntime ")
                .append(runtime)
                .append("\ndangerous ")
                .append(FOREIGN_CODE);
        danger.stream().forEach(n -> text.append("\ndangerous ").append(line(n)));
        allow.stream().forEach(n -> text.append("\nallow ").append(line(n)));
        return text.append('\n').toString();
    }

    private String line(int number) {
        return number + " " + names.contractName(number);
    }

    private static boolean has(long[] words, int number) {
        return number >= 0 && number < SyscallNames.LIMIT && (words[number >>> 6] & 1L << number) != 0;
    }

    private static long[] wordsOf(BitSet bits) {
        long[] words = new long[SyscallNames.LIMIT / Long.SIZE];
        long[] given = bits.toLongArray();
        System.arraycopy(given, 0, words, 0, given.length);
        return words;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
