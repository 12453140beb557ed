/** What follows from a journal's records. Rule of the room: functions of their arguments; the time is one of them. */
package dev.airlock.lane.decide;
