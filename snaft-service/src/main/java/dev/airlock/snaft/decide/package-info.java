/**
 * Snaft's judgement: what comes in, who stands behind it, where it leads and whether a rule forbids it. Pure functions of
 * their arguments, in time linear in the payload, since the payload is the enemy's.
 */
package dev.airlock.snaft.decide;
