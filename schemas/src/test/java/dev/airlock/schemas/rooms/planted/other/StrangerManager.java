package dev.airlock.schemas.rooms.planted.other;

/** Another house's class, with a name that says nothing. */
public final class StrangerManager {}
