/**
 * libc and KVM as plain Java: one C function is one method, one C struct one class, one kernel object one file.
 * Nothing here knows what a guest, an intent or a policy is.
 *
 * <p>Rule of the room: every constant names its header, every number that C computes is computed, and only
 * {@code Native} makes restricted calls.
 */
package dev.airlock.linux;
