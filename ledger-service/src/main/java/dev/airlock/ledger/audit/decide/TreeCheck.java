package dev.airlock.ledger.audit.decide;

import dev.airlock.ledger.audit.model.AuditFinding;
import dev.airlock.ledger.audit.model.FindingKind;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.ledger.audit.model.RecordPlace;
import dev.airlock.ledger.audit.model.SignedHead;
import dev.airlock.provenance.log.MerkleTree;
import dev.airlock.provenance.log.TreeHash;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Whether the records of one partition make the trees whose heads were signed. The tree grows leaf by leaf, and at each head's size its root is
 * the one that the head signs, or that is a finding. Memory: a tree's right edge and a few heads. For one thread.
 */
public final class TreeCheck {
    private final int partition;
    private final Iterator<SignedHead> heads;
    private final Optional<PartitionTree> earlier;
    private final Consumer<AuditFinding> findings;
    private final MerkleTree tree = new MerkleTree(_ -> {});
    private Optional<SignedHead> next;
    private Optional<Disagreement> disagreement = Optional.empty();
    private Optional<RecordPlace> last = Optional.empty();
    private Optional<RecordPlace> agreedTo = Optional.empty();
    private long covered;
    private long compared;

    /** A head that the tokens do not lead to. */
    private record Disagreement(
            SignedHead head, String root, Optional<RecordPlace> agreedTo, RecordPlace last, long more) {
        Disagreement andAnother() {
            return new Disagreement(head, root, agreedTo, last, more + 1);
        }
    }

    /** The heads of one size: one that the tokens lead to, and one that they do not. */
    private record Heads(Optional<SignedHead> agrees, Optional<SignedHead> other) {}

    /**
     * @param heads of this partition, by size; those of one size beside one another
     * @param earlier what an earlier audit saw
     * @param findings gets what is wrong
     */
    public TreeCheck(
            int partition,
            Iterator<SignedHead> heads,
            Optional<PartitionTree> earlier,
            Consumer<AuditFinding> findings) {
        this.partition = partition;
        this.heads = heads;
        this.earlier = earlier;
        this.findings = findings;
        this.next = step();
    }

    private Optional<SignedHead> step() {
        return heads.hasNext() ? Optional.of(heads.next()) : Optional.empty();
    }

    /** The next record of the partition. */
    public void next(TreeHash leaf, RecordPlace place) {
        tree.append(leaf);
        last = Optional.of(place);
        if (next.filter(head -> head.size() == tree.size()).isPresent()) {
            compare(place);
        }
        if (earlier.filter(before -> before.size() == tree.size()).isPresent()) {
            compareWithEarlier(earlier.get(), place);
        }
    }

    private void compareWithEarlier(PartitionTree before, RecordPlace place) {
        String root = tree.root().base64();
        if (!before.root().equals(root)) {
            tell(
                    FindingKind.OTHER_TREE,
                    place,
                    "an earlier audit saw the root " + before.root() + " over the first " + before.size()
                            + " records of " + topic() + ", and they have " + root);
        }
    }

    private void compare(RecordPlace place) {
        String root = tree.root().base64();
        Heads here = headsOf(tree.size(), root);
        if (here.agrees().isEmpty()) {
            SignedHead other = here.other().orElseThrow();
            disagreement = disagreement
                    .map(Disagreement::andAnother)
                    .or(() -> Optional.of(new Disagreement(other, root, agreedTo, place, 0)));
            return;
        }
        SignedHead agrees = here.agrees().get();
        here.other().ifPresent(other -> contradiction(other, agrees));
        disagreement.ifPresent(before -> tell(
                FindingKind.EQUIVOCATION,
                before.head().place(),
                says(before.head()) + ", and the head at " + agrees.place() + " of " + agrees.size()
                        + " records rests on " + before.root() + more(before)));
        disagreement = Optional.empty();
        agreedTo = Optional.of(place);
        covered = tree.size();
    }

    /** Takes all heads of this size; those that contradict each other before anything else is known are told of. */
    private Heads headsOf(long size, String root) {
        Optional<SignedHead> agrees = Optional.empty();
        Optional<SignedHead> other = Optional.empty();
        while (next.filter(head -> head.size() == size).isPresent()) {
            SignedHead head = next.get();
            compared++;
            if (head.root().equals(root)) {
                agrees = agrees.or(() -> Optional.of(head));
            } else if (other.isEmpty()) {
                other = Optional.of(head);
            } else if (!other.get().root().equals(head.root())) {
                contradiction(head, other.get());
            }
            next = step();
        }
        return new Heads(agrees, other);
    }

    private void contradiction(SignedHead one, SignedHead other) {
        tell(
                FindingKind.EQUIVOCATION,
                one.place(),
                says(one) + ", and the head at " + other.place() + " the root " + other.root());
    }

    /** There are no more records; what they made. */
    public PartitionTree end() {
        disagreement.ifPresent(before -> tell(
                FindingKind.OTHER_TREE,
                before.head().place(),
                says(before.head()) + ", and they have " + before.root() + "; "
                        + before.agreedTo()
                                .map(place -> "as far as " + place
                                        + " they are what was signed, and not behind it as far as ")
                                .orElse("the last of them is ")
                        + before.last() + more(before)));
        beyond();
        earlier.filter(before -> before.size() > tree.size())
                .ifPresent(before -> tell(
                        FindingKind.TRUNCATED,
                        last.orElse(RecordPlace.token(partition, 0)),
                        "an earlier audit saw " + before.size() + " records of " + topic() + ", and there are "
                                + tree.size()));
        return new PartitionTree(partition, tree.size(), tree.root().base64(), covered, compared);
    }

    /** Heads of more records than there are. */
    private void beyond() {
        Optional<SignedHead> largest = Optional.empty();
        while (next.isPresent()) {
            largest = next;
            Heads here = headsOf(largest.get().size(), largest.get().root());
            here.other().ifPresent(other -> contradiction(other, here.agrees().orElseThrow()));
        }
        largest.ifPresent(head -> tell(
                FindingKind.TRUNCATED,
                head.place(),
                "signs " + head.size() + " records of " + topic() + ", and there are " + tree.size()
                        + last.map(place -> ", the last at " + place).orElse("")));
    }

    private String says(SignedHead head) {
        return "signs the root " + head.root() + " over the first " + head.size() + " records of " + topic();
    }

    private static String more(Disagreement before) {
        return before.more() == 0 ? "" : "; " + before.more() + " heads behind it do not agree either";
    }

    private String topic() {
        return "TOKENS-" + partition;
    }

    private void tell(FindingKind kind, RecordPlace place, String text) {
        findings.accept(new AuditFinding(kind, place, Optional.empty(), text));
    }
}
