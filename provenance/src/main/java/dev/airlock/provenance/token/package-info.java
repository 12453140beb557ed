/**
 * What a TIBET token says, as values that check themselves: erin (content), eraan (attached), eromheen (context),
 * erachter (why), and its place in a chain. Every time, id and number is an argument.
 *
 * <p>Rule of the room: values only; no I/O, clock or randomness. An absent field is an empty {@code Optional}, never
 * null.
 */
package dev.airlock.provenance.token;
