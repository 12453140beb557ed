/** What snaft knows of an intent before it judges it. Values only; nothing here does I/O, reads a clock or knows a framework. */
package dev.airlock.snaft.model;
