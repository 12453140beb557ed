package dev.airlock.snaft.decide;

import dev.airlock.schemas.model.Origin;

/**
 * What a rule looks at.
 *
 * @param intent what is wanted
 * @param origin the effective origin
 * @param text the payload and the input files as text
 */
public record Subject(String intent, Origin origin, String text) {}
