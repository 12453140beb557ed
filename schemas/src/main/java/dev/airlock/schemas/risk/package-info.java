/** How much harm an intent can do by its name: reviewed word lists. Pure, for any thread. */
package dev.airlock.schemas.risk;
