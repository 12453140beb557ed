package dev.airlock.chaos;

import dev.airlock.executor.TestGround;
import dev.airlock.image.ImageRejected;
import dev.airlock.image.Recipe;
import dev.airlock.road.Bus;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A node as a process, on a port that stays the same. Real guests run where /dev/kvm is usable, else the simulation. */
final class NodeUnderTest implements AutoCloseable {
    static final boolean KVM = Files.isReadable(Path.of("/dev/kvm")) && Files.isWritable(Path.of("/dev/kvm"));

    private final Path data;
    private final int port;
    private final int muxPort;
    private final Deque<Child> children = new ArrayDeque<>();

    NodeUnderTest(Path data) throws IOException, ImageRejected {
        this(data, 0);
    }

    /** @param muxPort where its MUX listens; 0 for none */
    NodeUnderTest(Path data, int muxPort) throws IOException, ImageRejected {
        this.data = data;
        this.muxPort = muxPort;
        this.port = FreePort.next();
        if (!KVM) {
            System.err.println("SKIPPED: /dev/kvm is not usable here, so the node's runs are simulated");
        }
        TestGround.images(data.resolve("images"), List.of(Recipe.PYTHON));
    }

    /** Starts the process and waits until the road is open. */
    Child start() throws IOException {
        return begin().awaitReady();
    }

    /** Starts the process only. */
    Child begin() throws IOException {
        Child child = Child.part(
                "node",
                Map.of("data", data.toString(), "port", Integer.toString(port), "mux", Integer.toString(muxPort)));
        children.push(child);
        return child;
    }

    int port() {
        return port;
    }

    Path data() {
        return data;
    }

    Bus bus() {
        return Bus.at("127.0.0.1:" + port);
    }

    Intent wish(String session, int number) {
        byte[] program = ("print(" + number + ")").getBytes(StandardCharsets.UTF_8);
        return Wish.of(session, "i-" + number, program, Origin.LOCAL, KVM ? Backend.ANY : Backend.SIMULATION);
    }

    @Override
    public void close() {
        while (!children.isEmpty()) {
            children.pop().close();
        }
    }
}
