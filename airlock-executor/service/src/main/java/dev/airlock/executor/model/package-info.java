/**
 * What an order becomes on its way through the executor: a plan, a trace, a finding. Rule of the room: values that check
 * themselves; no clock, no I/O, no framework.
 */
package dev.airlock.executor.model;
