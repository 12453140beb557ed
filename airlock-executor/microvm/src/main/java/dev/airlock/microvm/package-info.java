/**
 * MicroVMs without a guest kernel: a program of an image is warmed up once, frozen as a snapshot, and run from there in
 * a fresh machine for each payload, with every system call judged before it is answered.
 *
 * <p>Rule of the room: a run leaves nothing behind, and whatever is not understood ends it.
 */
package dev.airlock.microvm;
