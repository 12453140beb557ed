package dev.airlock.schemas.syscalls;

import dev.airlock.schemas.syscalls.SyscallFiles.Families;
import dev.airlock.schemas.syscalls.SyscallFiles.Family;
import dev.airlock.schemas.syscalls.SyscallFiles.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of a call: by number, by Linux, by the contract. Immutable, for any thread.
 *
 * <p>A number comes from the guest and may be anything; it has a name all the same.
 */
public final class SyscallNames {
    /** Call numbers that are known lie below this. */
    public static final int LIMIT = 512;

    private final String[] linux = new String[LIMIT];
    private final String[] contract = new String[LIMIT];
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<Integer>> families = new HashMap<>();

    SyscallNames(Table table, Families families) {
        table.calls().forEach(this::number);
        families.families().forEach(this::family);
    }

    /** The names as reviewed, from the class path. */
    public static SyscallNames load() {
        return new SyscallNames(
                ReviewedFile.read("/syscalls/x86_64.json", Table.class),
                ReviewedFile.read("/syscalls/families.json", Families.class));
    }

    /** What the guest really called: {@code sys_} and the Linux name, or {@code sys_nr_} and the unsigned number. */
    public String linuxName(int number) {
        return isKnown(number) ? linux[number] : "sys_nr_" + Integer.toUnsignedString(number);
    }

    /** The contract's name when the call belongs to a family ({@code clone3} is {@code sys_clone}), else as Linux names it. */
    public String contractName(int number) {
        return isKnown(number) ? contract[number] : linuxName(number);
    }

    /** Whether Linux has a name for a call of this number. */
    public boolean isKnown(int number) {
        return number >= 0 && number < LIMIT && linux[number] != null;
    }

    /** The numbers behind a name of the contract; none for {@code sys_dlopen}. */
    List<Integer> numbersOfContract(String name) {
        List<Integer> found = families.get(name);
        if (found == null) {
            throw new IllegalStateException(name + ": no such name in families.json");
        }
        return found;
    }

    /**
     * The number of a Linux call, named without {@code sys_}.
     *
     * @throws IllegalStateException if there is none of that name
     */
    public int numberOf(String linuxCall) {
        Integer found = numbers.get(linuxCall);
        if (found == null) {
            throw new IllegalStateException(linuxCall + ": no such call in x86_64.json");
        }
        return found;
    }

    private void number(int number, String name) {
        if (number < 0 || number >= LIMIT) {
            throw new IllegalStateException(number + " (" + name + "): call numbers are 0 to " + (LIMIT - 1));
        }
        linux[number] = "sys_" + name;
        contract[number] = linux[number];
        numbers.put(name, number);
    }

    private void family(Family family) {
        List<Integer> members = family.calls().stream().map(this::numberOf).toList();
        members.forEach(number -> contract[number] = family.name());
        families.put(family.name(), members);
    }
}
