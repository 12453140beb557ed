/** What stands in a journal. Rule of the room: values that check themselves. */
package dev.airlock.lane.model;
