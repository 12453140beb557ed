package dev.airlock.cli;

import dev.airlock.node.Ledger;
import dev.airlock.node.Reach;
import dev.airlock.road.Inbound;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.wire.Codecs;
import dev.airlock.schemas.wire.Decoded.Good;
import dev.airlock.schemas.wire.Hashes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "outputs",
        mixinStandardHelpOptions = true,
        description = "Prints what a program printed, as it is; kept for seven days.",
        footer = {
            "",
            "The hash is compared with the record's; that record's hash is in the token: see airlock verify ID."
        })
final class OutputsCommand implements Callable<Integer> {
    @Mixin
    private DataOption data;

    @Parameters(paramLabel = "ID", description = "The intent's id, SESSION/ID, or the token's id.")
    private String id;

    @Override
    public Integer call() throws Exception {
        List<Output> found = new ArrayList<>();
        try (Reach reach = TokenSource.reach(data.directory())) {
            Ledger.read(reach.bus(), Topic.OUTPUTS, Duration.ofMinutes(10), record -> collect(record, found));
        }
        if (found.isEmpty()) {
            throw new Trouble(Exit.USAGE, "no output of " + id + " is kept", "airlock tokens shows what there is");
        }
        if (found.size() > 1) {
            throw new Trouble(
                    Exit.USAGE,
                    found.size() + " intents are called " + id + ", in several sessions",
                    "airlock outputs " + found.getFirst().key().text());
        }
        return print(found.getFirst());
    }

    private void collect(Inbound record, List<Output> found) {
        if (Codecs.OUTPUT.decode(record.value()) instanceof Good<Output>(Output output)
                && (output.intentId().equals(id)
                        || output.tokenId().equals(id)
                        || output.key().text().equals(id))) {
            found.add(output);
        }
    }

    private static int print(Output output) throws Trouble {
        if (!Hashes.output(output.stdout(), output.stderr()).equals(output.hash())) {
            throw new Trouble(
                    Exit.PROGRAM_FAILED, "the bytes are not those of their hash " + output.hash(), "airlock verify");
        }
        System.out.writeBytes(output.stdout().toArray());
        System.out.flush();
        System.err.writeBytes(output.stderr().toArray());
        System.err.flush();
        return Exit.FINE;
    }
}
