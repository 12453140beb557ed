/** How the road does on more hosts: measured with processes on this one, and said ahead by a model for any number. */
package dev.airlock.scale;
