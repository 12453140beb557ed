/** The model of the road: values and a simulation of events, without clock, disk and bus. */
package dev.airlock.scale.model;
