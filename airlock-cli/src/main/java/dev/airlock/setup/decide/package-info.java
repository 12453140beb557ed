/** Whether there is anything to set up. Pure. */
package dev.airlock.setup.decide;
