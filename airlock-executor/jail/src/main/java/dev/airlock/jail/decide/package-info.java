/** Pure: a filter becomes a program; what was read of threads becomes what is on and what is not. */
package dev.airlock.jail.decide;
