/**
 * Where an intent goes: {@code routes.json} and its reader. One table for every service; an intent without a row is
 * unknown and is refused.
 */
package dev.airlock.schemas.routes;
