/** A service's settings as text: read key by key, each with its bounds, and nothing that nobody asked for. No file is opened here. */
package dev.airlock.road.config;
