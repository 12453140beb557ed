/** The gateway's own values: frames, limits, decisions, answers. Rule of the room: they check themselves and touch nothing else. */
package dev.airlock.gateway.model;
