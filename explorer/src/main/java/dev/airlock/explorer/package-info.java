/**
 * A walker through every state of something small. What it walks through lies with the tests: a fleet in every order in which things can happen to
 * it, over the decisions that the services themselves make.
 */
package dev.airlock.explorer;
