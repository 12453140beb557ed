/**
 * What a payload says, read for the rules: evened out, decoded, and looked through for the reviewed phrases in one pass. Pure; every
 * step takes time linear in the text.
 */
package dev.airlock.snaft.decide.phrase;
