/**
 * Linux as the guest sees it: each system call answered from the image, the guest's own memory and a clock, one
 * family of calls a file, all in one table from number to method.
 *
 * <p>Rule of the room: no host path, descriptor, address or name reaches the guest; whatever a call names in memory is
 * copied into Java before the first byte is written back.
 */
package dev.airlock.microvm.personality;
