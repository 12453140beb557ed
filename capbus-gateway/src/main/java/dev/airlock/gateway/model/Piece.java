package dev.airlock.gateway.model;

import dev.airlock.schemas.model.Bytes;

/**
 * Something that a program wrote, on its way to a client while the program runs.
 *
 * @param channelId the channel of the frame that asked for it
 * @param error whether it is of standard error
 * @param bytes what it wrote
 */
public record Piece(long channelId, boolean error, Bytes bytes) {}
