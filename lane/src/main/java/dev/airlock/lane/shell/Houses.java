package dev.airlock.lane.shell;

import dev.airlock.lane.Decides;
import dev.airlock.lane.Runs;
import dev.airlock.lane.Screens;

/** The parts of the houses that the lane goes through. */
public record Houses(Screens snaft, Decides gateway, Runs executor) {}
