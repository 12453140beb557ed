/** Records of the journal as bytes. Rule of the room: it reads and writes, and judges nothing. */
package dev.airlock.lane.wire;
