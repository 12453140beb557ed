/**
 * Tokens in others' forms: tibet-core's (Python) and the IETF draft's. They are read as strictly as ours, checked by the rules of
 * their own form, and bound to their parents' hashes where their form does not do it.
 *
 * <p>Rule of the room: as of the library; what is read here never becomes a {@link dev.airlock.provenance.Token}.
 */
package dev.airlock.provenance.foreign;
