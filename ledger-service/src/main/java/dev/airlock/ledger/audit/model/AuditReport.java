package dev.airlock.ledger.audit.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an audit found.
 *
 * @param at when it began
 * @param took how long it went on
 * @param records how many records were read
 * @param tokens how many of them are tokens that verify alone
 * @param selected how many of those the selection includes
 * @param heads where each chain ended, as {@code ChainHead} writes it: a later audit can be held against them
 * @param compared how many heads that others remember the chains were compared with
 * @param uncompared the fast lanes' chains whose ends nobody remembers, as far as this auditor may see
 * @param trees the Merkle tree over each partition, and how far the ledger's signed heads lead
 * @param redecided what deciding again came to; empty if nobody asked for it
 * @param family a token among its kin; empty if there is none
 */
public record AuditReport(
        Instant at,
        Duration took,
        Selection selection,
        long records,
        long tokens,
        long selected,
        List<String> heads,
        int compared,
        List<UnknownEnd> uncompared,
        List<PartitionTree> trees,
        Chart chart,
        Findings findings,
        Optional<Redecided> redecided,
        Optional<Family> family) {
    public AuditReport {
        heads = List.copyOf(heads);
        uncompared = List.copyOf(uncompared);
        trees = List.copyOf(trees);
    }

    /** How many heads that the ledgers have signed were compared. */
    public long signedHeads() {
        return trees.stream().mapToLong(PartitionTree::heads).sum();
    }

    /** How many records are under a signed head that agrees. */
    public long covered() {
        return trees.stream().mapToLong(PartitionTree::covered).sum();
    }

    /** Whether everything verifies. */
    public boolean verifies() {
        return findings.total() == 0;
    }
}
