package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.decide.ChartBook;
import dev.airlock.ledger.audit.decide.FamilySearch;
import dev.airlock.ledger.audit.decide.FindingBook;
import dev.airlock.ledger.audit.decide.PostureCheck;
import dev.airlock.ledger.audit.decide.PostureHistory;
import dev.airlock.ledger.audit.decide.TreeCheck;
import dev.airlock.ledger.audit.model.AuditReport;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.model.Redecided;
import dev.airlock.ledger.audit.model.UnknownEnd;
import dev.airlock.ledger.audit.wire.ChainWords;
import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.ChainVerifier;
import dev.airlock.road.BusUnreachable;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.model.Lane;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Verifies everything that the tokens topic says, record by record and across them. Records are read on the caller's thread and looked at on as many
 * others as there are processors; what stands between them is judged in order. Memory does not grow with any topic: see {@link Lineup},
 * {@link SortedSpool}, {@link PostureFile} and {@link Decisions}. It grows with the keys that are trusted, each of which has a chain, and with what
 * operators did.
 */
public final class Auditor {
    private static final int SALT_BYTES = 16;

    private final Shelf shelf;
    private final KeyRing ring;
    private final AuditWish wish;
    private final Progress progress;
    private final Looking looking;
    private final FindingBook findings = new FindingBook();
    private final ChartBook chart = new ChartBook();
    private final FamilySearch family;
    private final List<String> heads = new ArrayList<>();
    private final List<PartitionTree> trees = new ArrayList<>();
    private final List<UnknownEnd> uncompared = new ArrayList<>();
    private Redecided redecided = new Redecided(0, 0, Map.of());
    private long records;
    private long tokens;
    private long selected;
    private long offsets;

    /** Makes what looks at one record. */
    interface Looking {
        Function<Recorded, Looked> with(KeyRing ring, PostureCheck postures);
    }

    Auditor(Shelf shelf, KeyRing ring, AuditWish wish, Progress progress, Looking looking) {
        this.shelf = shelf;
        this.ring = ring;
        this.wish = wish;
        this.progress = progress;
        this.looking = looking;
        this.family = new FamilySearch(wish.family());
    }

    /**
     * Audits the tokens of a bus as they were when the shelf was made.
     *
     * @param ring whom to trust; read after the shelf was made
     * @throws BusUnreachable if the bus does not answer, or stands still for 10 s
     * @throws ScratchFailed if no more can be written where the wish has it
     */
    public static AuditReport audit(
            BusShelf shelf, KeyRing ring, AuditWish wish, Progress progress, InstantSource clock)
            throws BusUnreachable {
        return new Auditor(shelf, ring, wish.andHeads(shelf.remembered()), progress, Auditor::alone).report(clock);
    }

    /**
     * Audits what a shelf holds; nobody but {@code wish} remembers ends of chains.
     *
     * @param ring whom to trust
     * @throws BusUnreachable if the shelf cannot be read
     * @throws ScratchFailed if no more can be written where the wish has it
     */
    public static AuditReport audit(Shelf shelf, KeyRing ring, AuditWish wish, Progress progress, InstantSource clock)
            throws BusUnreachable {
        return new Auditor(shelf, ring, wish, progress, Auditor::alone).report(clock);
    }

    static Function<Recorded, Looked> alone(KeyRing ring, PostureCheck postures) {
        return new Look(ring, postures)::at;
    }

    AuditReport report(InstantSource clock) throws BusUnreachable {
        var at = clock.instant();
        long begun = System.nanoTime();
        offsets = shelf.offsets(Topic.TOKENS);
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        var scratch = new Scratch(wish.scratch());
        try (Spool ids = new Spool(scratch, salt);
                Spool intents = new Spool(scratch, salt);
                SignedTrees signed = new SignedTrees(scratch);
                PostureFile rows = new PostureFile(scratch);
                ExecutorService workers = Executors.newFixedThreadPool(
                        Runtime.getRuntime().availableProcessors(),
                        Thread.ofPlatform().name("audit-", 0).daemon().factory())) {
            PostureHistory postures = Postures.read(shelf, ring, rows, findings::add);
            Function<Recorded, Looked> look = looking.with(ring, new PostureCheck(postures));
            signed.read(shelf, ring, workers, findings::add);
            for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
                Optional<Decisions> again = decisions(partition, postures, at, scratch);
                try {
                    partition(partition, look, workers, ids, intents, signed, again);
                } finally {
                    again.ifPresent(Decisions::close);
                }
            }
            doubles(look, ids, intents);
        }
        return new AuditReport(
                at,
                Duration.ofNanos(System.nanoTime() - begun),
                wish.selection(),
                records,
                tokens,
                selected,
                heads,
                wish.heads().size(),
                uncompared,
                trees,
                chart.chart(),
                findings.findings(),
                wish.gateway().map(_ -> redecided),
                family.family());
    }

    private Optional<Decisions> decisions(int partition, PostureHistory postures, Instant at, Scratch scratch) {
        return wish.gateway().map(gateway -> new Decisions(partition, postures, gateway, at, scratch, findings::add));
    }

    private void partition(
            int partition,
            Function<Recorded, Looked> look,
            ExecutorService workers,
            Spool ids,
            Spool intents,
            SignedTrees signed,
            Optional<Decisions> again)
            throws BusUnreachable {
        var chains = ChainVerifier.ofLinks(partition);
        TreeCheck tree = signed.check(partition, wish.trees(), findings::add);
        if (again.isPresent()) {
            again.get().orders(shelf, ring);
        }
        var lineup = new Lineup<>(workers, look, (Looked looked) -> {
            records++;
            tree.next(looked.leaf(), looked.place());
            looked.findings().forEach(findings::add);
            looked.seen().ifPresent(seen -> {
                tokens++;
                chains.next(seen.token(), looked.place().offset())
                        .forEach(finding -> findings.add(ChainWords.of(finding)));
                ids.add(seen.facts().token(), partition, looked.place().offset());
                intents.add(seen.facts().due(), partition, looked.place().offset());
                again.ifPresent(decisions -> decisions.token(seen.facts()));
                if (wish.selection().includes(seen.facts())) {
                    selected++;
                    chart.add(seen.facts());
                    family.add(seen.facts());
                }
            });
            progress.at(records, offsets);
        });
        shelf.each(Topic.TOKENS, partition, lineup::add, findings::add);
        lineup.finish();
        trees.add(tree.end());
        chains.missingTails(wish.heads()).forEach(finding -> findings.add(ChainWords.of(finding)));
        chains.heads().forEach(this::ended);
        if (again.isPresent()) {
            again.get().screenings(shelf, ring);
            redecided = Decisions.sum(redecided, again.get().decide());
        }
    }

    /** Where a chain ended; that nobody remembers the end of a fast lane's is told, since it may lack its last tokens. */
    private void ended(ChainHead head) {
        heads.add(head.text());
        boolean remembered =
                wish.heads().stream().anyMatch(known -> known.chain().equals(head.chain()));
        if (head.chain().lane() == Lane.FAST && !remembered) {
            uncompared.add(new UnknownEnd(
                    head.text(), head.chain().sealer().value(), head.chain().partition()));
        }
    }

    private void doubles(Function<Recorded, Looked> look, Spool ids, Spool intents) throws BusUnreachable {
        var doubles = new Doubles(shelf, look, findings::add);
        ids.groups(Doubles.PLACES_MAX, group -> doubles.suspect(Doubles.What.TOKEN_ID, group));
        intents.groups(Doubles.PLACES_MAX, group -> doubles.suspect(Doubles.What.INTENT, group));
        doubles.confirm();
    }
}
