/** The text of policies and of tables of questions, to values and back. Rule of the room: bytes and values; nothing is decided. */
package dev.airlock.authorisation.wire;
