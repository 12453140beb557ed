package dev.airlock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.airlock.ledger.audit.model.PartitionTree;
import dev.airlock.provenance.ChainHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an earlier audit printed with {@code --json}, as far as a later one is held against it.
 *
 * @param heads where the chains ended
 * @param trees what the partitions were; none from a version that did not print them
 */
record EarlierAudit(List<ChainHead> heads, List<PartitionTree> trees) {
    private static final int BYTES_MAX = 16 << 20;
    private static final String FIX = "airlock audit --json > FILE";

    EarlierAudit {
        heads = List.copyOf(heads);
        trees = List.copyOf(trees);
    }

    /** @throws Trouble if the file cannot be read, or no audit printed it */
    static EarlierAudit in(Path file) throws Trouble {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw new Trouble(
                        Exit.USAGE, file + " has more than " + BYTES_MAX + " bytes, and no audit prints so many", FIX);
            }
            JsonNode report = JsonOption.tree(Files.readString(file));
            if (!report.path("heads").isArray()) {
                throw new IllegalArgumentException("it has no heads");
            }
            List<ChainHead> heads = new ArrayList<>();
            report.get("heads").forEach(head -> heads.add(ChainHead.parse(head.asText())));
            List<PartitionTree> trees = new ArrayList<>();
            report.path("trees").forEach(tree -> trees.add(tree(tree)));
            return new EarlierAudit(heads, trees);
        } catch (IOException e) {
            throw new Trouble(Exit.USAGE, file + " cannot be read", FIX);
        } catch (IllegalArgumentException e) {
            throw new Trouble(Exit.USAGE, file + " is not what an audit printed: " + e.getMessage(), FIX);
        }
    }

    private static PartitionTree tree(JsonNode tree) {
        return new PartitionTree(
                tree.path("partition").asInt(-1),
                tree.path("size").asLong(-1),
                tree.path("root").asText(),
                tree.path("covered").asLong(),
                tree.path("heads").asLong());
    }
}
