/**
 * The reader's side of a posture, the same for everybody who is bound by it: what holds right now, and what that forbids. Pure: the
 * caller brings records, clock readings and the question; nothing here does I/O or waits.
 */
package dev.airlock.schemas.posture;
