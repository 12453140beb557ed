package dev.airlock.schemas.scan;

/**
 * A substring of a payload that hints at a system call. It proves nothing and refuses nothing.
 *
 * @param pseudoSyscall the call, for example {@code sys_socket}
 * @param pattern the substring that was found, for example {@code curl } with its blank
 */
public record Hint(String pseudoSyscall, String pattern) {}
