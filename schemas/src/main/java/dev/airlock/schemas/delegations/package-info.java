/** Whether a chain of delegations lets somebody do something. Pure: signatures and keys were looked at before. */
package dev.airlock.schemas.delegations;
