/**
 * TIBET tokens: canonical bytes, sealing, strict reading, and the check of whole chains. A
 * {@link dev.airlock.provenance.Token} exists only because it was sealed here or because its signature was verified.
 *
 * <p>Rule of the room: a library without files, network, clock or randomness; verification throws or returns what it
 * verified.
 */
package dev.airlock.provenance;
