package dev.airlock.ledger.decide;

import dev.airlock.ledger.model.Incident;
import dev.airlock.ledger.model.Incident.Kind;
import dev.airlock.provenance.ChainFinding;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.provenance.Token;
import java.util.List;
import java.util.Optional;

/**
 * What is wrong with the tokens of one partition, record by record in the order of the topic: first the token by itself, then its place between
 * the others of its chain (parent, sequence, time, one genesis per chain and epoch) and whether its intent had one already. Only tokens that are
 * good by themselves have a place; a stranger's cannot make a chain look broken. For one thread.
 *
 * <p>Memory: that of {@link ChainVerifier} with a window of {@link #WINDOW_TOKENS}; a repetition from further back is the audit's to find.
 */
public final class Scrutiny {
    /** How many tokens back a repetition is looked for: some 2.5 MB for each partition. */
    public static final int WINDOW_TOKENS = 10_000;

    private final int partition;
    private final ChainVerifier chains;

    /**
     * At the beginning of a partition.
     *
     * @param chains at its beginning too; with a window of {@link #WINDOW_TOKENS}, and knowing which keys are one sealer's over time
     */
    public Scrutiny(int partition, ChainVerifier chains) {
        this.partition = partition;
        this.chains = chains;
    }

    /**
     * What is wrong with the next record; empty if nothing is.
     *
     * @param index its place in the log
     */
    public List<Incident> next(Intake intake, long offset, long index) {
        return switch (intake) {
            case Intake.Unreadable(String reason) ->
                List.of(new Incident(Kind.UNREADABLE, partition, offset, index, Optional.empty(), reason));
            case Intake.Rejected(Optional<String> tokenId, String reason) ->
                List.of(new Incident(Kind.REJECTED, partition, offset, index, tokenId, reason));
            case Intake.Verified(Token token) ->
                chains.next(token, offset).stream()
                        .map(finding -> incident(finding, token, offset, index))
                        .toList();
        };
    }

    private Incident incident(ChainFinding finding, Token token, long offset, long index) {
        return new Incident(
                Kind.CHAIN, partition, offset, index, Optional.of(token.id().value()), finding.text());
    }
}
