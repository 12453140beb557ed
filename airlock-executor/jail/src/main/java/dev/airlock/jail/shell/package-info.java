/** What touches the process: stage 0, which ends in execve, the filters, and the reading of {@code /proc}. */
package dev.airlock.jail.shell;
