/**
 * Ed25519 keys, hybrid ones with ML-DSA-65 beside it, who holds them, and what their signatures cover. A secret never prints, a public key checks itself, and
 * verification throws or returns nothing.
 *
 * <p>Rule of the room: no files, no clock; randomness only as an argument.
 */
package dev.airlock.schemas.keys;
