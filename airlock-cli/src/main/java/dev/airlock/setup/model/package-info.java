/** What a host says of what was set up on it. */
package dev.airlock.setup.model;
