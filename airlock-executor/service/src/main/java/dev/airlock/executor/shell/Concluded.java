package dev.airlock.executor.shell;

import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.Delivery;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.posture.Effective;

/**
 * An order that needs nothing but a token.
 *
 * @param posture what bound us when it was decided whether to run
 * @param tokenId made once, so that sealing again gives the same token a new place and no new name
 */
record Concluded(Delivery delivery, Account account, Effective posture, TokenId tokenId) {}
