/**
 * Segments: the records of the tokens topic in files, so that a ledger still verifies when the topic has been cut. A segment holds one
 * partition's records as they were; a signed manifest says which segments there are.
 *
 * <p>Rule of the room: as of the library; streams come from outside.
 */
package dev.airlock.provenance.segments;
