/** The engine. Rule of the room: the only place that knows Cedar, and that knows nothing of the bus. */
package dev.airlock.authorisation.cedar;
