/** What follows from a question without an engine: the rule for when there is none, and the questions that every set has to answer. Rule of the room: pure. */
package dev.airlock.authorisation.decide;
