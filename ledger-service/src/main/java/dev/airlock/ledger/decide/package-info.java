/** The ledger's rules: whether a token takes its place, and what an audit finds. Pure functions of what they are given. */
package dev.airlock.ledger.decide;
