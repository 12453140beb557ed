package dev.airlock.schemas.rooms.planted.shell;

/** A shell class that no inner room may know. */
public final class Door {}
