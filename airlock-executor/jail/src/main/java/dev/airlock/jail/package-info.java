/**
 * What encloses the executor's process: user, capabilities, limits, Landlock and two phases of seccomp. Policy is data
 * ({@code jail/seccomp.json}), its compiler is pure, and {@code airlock.linux} puts it on.
 */
package dev.airlock.jail;
