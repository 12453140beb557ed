package dev.airlock.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.List;

/** execve: this process becomes another program, with what the calling thread is and may; its other threads end. */
public final class Execve {
    // int execve(const char *path, char *const argv[], char *const envp[])
    private static final MethodHandle EXECVE =
            Native.bind("execve", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

    private Execve() {}

    /**
     * Returns only by throwing.
     *
     * @param path of the program, absolute
     * @param arguments with the program's name first
     * @param environment as {@code NAME=VALUE}
     */
    public static AssertionError execve(String path, List<String> arguments, List<String> environment) throws Errno {
        int result;
        try (Arena arena = Arena.ofConfined()) {
            result = (int) EXECVE.invokeExact(
                    Native.state(), arena.allocateFrom(path), strings(arguments, arena), strings(environment, arena));
        } catch (Throwable thrown) {
            throw Native.impossible(thrown);
        }
        Native.check("execve " + path, result);
        throw new AssertionError("execve returned " + result);
    }

    /** An array of strings that ends with a null pointer. */
    private static MemorySegment strings(List<String> strings, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, strings.size() + 1L);
        for (int i = 0; i < strings.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(strings.get(i)));
        }
        return array;
    }
}
