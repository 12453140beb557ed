/**
 * Which system calls a guest may make: the reviewed files under {@code syscalls/} and what they compile to. The files are
 * the policy; code here only reads, checks and combines them, and refuses to start on a contradiction.
 */
package dev.airlock.schemas.syscalls;
