/** The values of the road. Records that check themselves; nothing here does I/O, reads a clock or knows a framework. */
package dev.airlock.schemas.model;
