package dev.airlock.cli;

import dev.airlock.node.Caller;
import dev.airlock.node.DataDirectory;
import dev.airlock.node.Node;
import dev.airlock.node.NodeFile;
import dev.airlock.node.NodeOptions;
import dev.airlock.node.NodeRefused;
import dev.airlock.road.Bus;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Origin;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** A caller on a node: the one that runs on the data directory, or one of our own for as long as this takes. */
final class Connection implements AutoCloseable {
    private final Optional<Node> own;
    private final Caller caller;
    private final SigningKey key;
    private final Origin origin;
    private final TokenSource tokens;

    private Connection(Optional<Node> own, Caller caller, SigningKey key, Origin origin, TokenSource tokens) {
        this.own = own;
        this.caller = caller;
        this.key = key;
        this.origin = origin;
        this.tokens = tokens;
    }

    static Connection open(DataDirectory data, Signer signer, NodeOptions ifNoneRuns, Consumer<String> progress)
            throws IOException, InterruptedException, Trouble, Caller.Unreachable {
        Origin origin = signer.origin();
        SigningKey key = signer.key(data); // before anything is started for it
        Optional<NodeFile> running = NodeFile.running(data);
        Optional<Node> own = running.isPresent() ? Optional.empty() : Optional.of(start(data, ifNoneRuns, progress));
        try {
            Bus bus = own.map(Node::bus)
                    .orElseGet(() -> Bus.at(running.orElseThrow().bootstrap()));
            return new Connection(own, Caller.open(bus), key, origin, TokenSource.of(data));
        } catch (IOException | InterruptedException | Caller.Unreachable | RuntimeException e) {
            own.ifPresent(Node::close);
            throw e;
        }
    }

    private static Node start(DataDirectory data, NodeOptions options, Consumer<String> progress)
            throws InterruptedException, Trouble {
        try {
            return Node.start(data, options, progress);
        } catch (NodeRefused e) {
            throw new Trouble(e.unavailable() ? Exit.UNAVAILABLE : Exit.USAGE, e.getMessage(), e.fix());
        }
    }

    Caller caller() {
        return caller;
    }

    SigningKey key() {
        return key;
    }

    /** The origin of the key; an intent may lower it. */
    Origin origin() {
        return origin;
    }

    TokenSource tokens() {
        return tokens;
    }

    InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public void close() {
        caller.close();
        own.ifPresent(Node::close);
    }
}
