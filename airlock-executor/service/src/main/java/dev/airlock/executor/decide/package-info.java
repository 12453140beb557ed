/**
 * Whether an order may run, how, and what its run was. Rule of the room: functions of their arguments; the time is one of
 * them.
 */
package dev.airlock.executor.decide;
