package dev.airlock.schemas.rooms.planted.other;

/** Anything may be a result. */
public final class RunResult {}
