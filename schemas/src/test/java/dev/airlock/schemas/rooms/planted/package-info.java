/** Code that breaks the laws of the rooms, one law each, so that the laws can be seen to bite. */
package dev.airlock.schemas.rooms.planted;
