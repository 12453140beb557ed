package dev.airlock.provenance.log;

import static dev.airlock.provenance.log.LogRejected.Reason.MALFORMED;
import static dev.airlock.provenance.log.LogRejected.Reason.REWOUND;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_LOG;
import static dev.airlock.provenance.log.LogRejected.Reason.WRONG_ROOT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Where all logs of a ledger stand: one note for the whole topic, so that a partition cannot be left out unseen. Its text has
 * the name {@code airlock/LEDGER/heads}, the topic, and a line {@code PARTITION SIZE ROOT} for each partition in order.
 *
 * @param ledger its name, see {@link LogName}
 * @param topic the topic of the tokens: 1 to 249 of {@code a-z A-Z 0-9 . _ -}
 * @param heads by partition, 1 to 1024
 */
public record Heads(String ledger, String topic, List<Head> heads) {
    private static final int PARTITIONS_MAX = 1024;
    private static final String TOPIC = "[a-zA-Z0-9._-]{1,249}";

    /**
     * Where one log stands.
     *
     * @param size 0 or more
     */
    public record Head(long size, TreeHash root) {}

    /** @throws IllegalArgumentException if a name, a size or the number of partitions is unfit */
    public Heads {
        heads = List.copyOf(heads);
        LogName.checkLedger(ledger);
        if (!topic.matches(TOPIC)) {
            throw new IllegalArgumentException("a topic's name is 1 to 249 of a-z, A-Z, 0-9, '.', '_' and '-'");
        }
        if (heads.isEmpty() || heads.size() > PARTITIONS_MAX) {
            throw new IllegalArgumentException(
                    "a map of heads has 1 to " + PARTITIONS_MAX + " partitions, not " + heads.size());
        }
        for (int partition = 0; partition < heads.size(); partition++) {
            checkpoint(ledger, partition, heads.get(partition)); // which checks size and root
        }
    }

    /** The checkpoint that says the same of one partition. */
    public Checkpoint checkpoint(int partition) {
        return checkpoint(ledger, partition, heads.get(partition));
    }

    private static Checkpoint checkpoint(String ledger, int partition, Head head) {
        return new Checkpoint(new LogName(ledger, partition).text(), head.size(), head.root());
    }

    /** The text of its note. */
    public String text() {
        var text = new StringBuilder(LedgerKey.headsName(ledger))
                .append('\n')
                .append(topic)
                .append('\n');
        for (int partition = 0; partition < heads.size(); partition++) {
            Head head = heads.get(partition);
            text.append(partition + " " + head.size() + " " + head.root().base64() + "\n");
        }
        return text.toString();
    }

    /** The note with the ledger's signature. */
    public Note signed(LedgerSigner signer) {
        return new Note(text(), List.of(signer.ofHeads().sign(text())));
    }

    /**
     * The map in these bytes, if this ledger signed it.
     *
     * @throws LogRejected with the first reason: its form, its signature, its name
     */
    public static Heads open(byte[] bytes, LedgerKey key) throws LogRejected {
        Note note = Note.parse(bytes);
        note.signers(Set.of(key.ofHeads()));
        Heads heads = parse(note.text(), key.ledger());
        if (!heads.text().equals(note.text())) {
            throw new LogRejected(MALFORMED, "not a map of heads: it is written otherwise");
        }
        return heads;
    }

    private static Heads parse(String text, String ledger) throws LogRejected {
        try {
            List<String> lines = Arrays.asList(text.split("\n", PARTITIONS_MAX + 4));
            if (lines.size() < 4) {
                throw new IllegalArgumentException("it has a name, a topic and at least one partition");
            }
            var heads = new ArrayList<Head>();
            for (String line : lines.subList(2, lines.size() - 1)) {
                String[] parts = line.split(" ", 4);
                if (parts.length != 3) {
                    throw new IllegalArgumentException("a line has PARTITION SIZE ROOT");
                }
                heads.add(new Head(Decimals.parse(parts[1]), TreeHash.ofBase64(parts[2])));
            }
            return new Heads(ledger, lines.get(1), heads);
        } catch (IllegalArgumentException e) {
            throw new LogRejected(MALFORMED, "not a map of heads: " + e.getMessage());
        }
    }

    /**
     * Returns only if this checkpoint of one of the logs is of the same tree as the map: the smaller of both is the
     * beginning of the larger one.
     *
     * @param path the consistency proof between the two sizes; empty if they are equal, or one of them is 0
     * @throws LogRejected with WRONG_LOG if the map has no such log, or as {@link ConsistencyProof#verify} says
     */
    public void requireSameTree(Checkpoint checkpoint, List<TreeHash> path) throws LogRejected {
        for (int partition = 0; partition < heads.size(); partition++) {
            Checkpoint head = checkpoint(partition);
            if (head.log().equals(checkpoint.log())) {
                boolean grown = checkpoint.size() >= head.size();
                Checkpoint older = grown ? head : checkpoint;
                Checkpoint newer = grown ? checkpoint : head;
                new ConsistencyProof(older.size(), newer.size(), path).verify(older.root(), newer.root());
                return;
            }
        }
        throw new LogRejected(WRONG_LOG, "the map of " + ledger + " has no log of that name");
    }

    /**
     * Returns only if this map can be a later one of the same ledger: no log is gone, new or shorter, and one of the same
     * size has the same root. That those which grew are the same trees is for {@link #requireSameTree} to see.
     *
     * @throws LogRejected with WRONG_LOG, REWOUND or WRONG_ROOT
     */
    public void requireFollows(Heads earlier) throws LogRejected {
        if (!ledger.equals(earlier.ledger) || !topic.equals(earlier.topic)) {
            throw new LogRejected(WRONG_LOG, "the maps are of different ledgers or topics");
        }
        if (heads.size() != earlier.heads.size()) {
            throw new LogRejected(
                    REWOUND, "the map had " + earlier.heads.size() + " partitions and has " + heads.size());
        }
        for (int partition = 0; partition < heads.size(); partition++) {
            Head before = earlier.heads.get(partition);
            Head now = heads.get(partition);
            if (now.size() < before.size()) {
                throw new LogRejected(
                        REWOUND,
                        "the log of partition " + partition + " had " + before.size() + " entries and has "
                                + now.size());
            }
            if (now.size() == before.size() && !now.root().equals(before.root())) {
                throw new LogRejected(
                        WRONG_ROOT,
                        "the log of partition " + partition + " has two roots at size " + now.size() + ": "
                                + before.root() + " and " + now.root());
            }
        }
    }
}
