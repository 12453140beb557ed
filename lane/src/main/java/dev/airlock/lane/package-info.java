/**
 * The ports of the fast lane: what each house gives it, and what the gateway is given. Rule of the room: interfaces and values; houses
 * may know them, and they know no house.
 */
package dev.airlock.lane;
