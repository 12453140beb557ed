/** The lane at work: memory, chains, journal, publishing. Rule of the room: it carries values between the others' parts. */
package dev.airlock.lane.shell;
