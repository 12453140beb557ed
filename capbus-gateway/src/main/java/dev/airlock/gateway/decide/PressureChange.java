package dev.airlock.gateway.decide;

/**
 * The pressure became another.
 *
 * @param underWay how many intents were under way then
 */
public record PressureChange(Pressure was, Pressure is, int underWay) {}
