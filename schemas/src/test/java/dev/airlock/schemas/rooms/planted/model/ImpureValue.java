package dev.airlock.schemas.rooms.planted.model;

import java.nio.file.Path;

/** A value that knows files. */
public record ImpureValue(Path path) {}
