/**
 * DESTRUCT-001: commands that destroy a machine, found in a payload by reading it word by word, once as a shell would and
 * once as a program text. It is a tripwire, not the wall: what slips through meets the guest's read-only image.
 */
package dev.airlock.snaft.decide.destruct;
