/**
 * Admit or refuse, as functions of posture, screening and time. Rule of the room: no clock, no I/O, no randomness; state changes
 * only by replaying what was committed.
 */
package dev.airlock.gateway.decide;
