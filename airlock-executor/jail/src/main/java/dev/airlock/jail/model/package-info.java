/** Filters and their programs, what a thread is, and what of the jail is on: values that check themselves. */
package dev.airlock.jail.model;
