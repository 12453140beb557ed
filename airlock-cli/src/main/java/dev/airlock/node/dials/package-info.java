/** What an operator sees of running services: whether they live, whether they are ready, and their numbers, each with its meaning. */
package dev.airlock.node.dials;
