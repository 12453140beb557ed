/** How much harm an intent can do by its name, and how much an approval of it has to weigh: reviewed word lists. Pure, for any thread. */
package dev.airlock.schemas.risk;
