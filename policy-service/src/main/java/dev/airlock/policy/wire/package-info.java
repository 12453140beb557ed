/** From a transition to the event that operators read. Knows names and JSON; decides nothing. */
package dev.airlock.policy.wire;
