/**
 * Our tokens in others' forms: an in-toto Statement in a DSSE envelope, a CloudEvent, a token of the IETF draft. The whole token is in
 * each, signed as it was, so that nobody needs to trust who exported it. docs/PREDICATE.md is for those who read them.
 */
package dev.airlock.provenance.export;
