package dev.airlock.cli;

import dev.airlock.ledger.witness.WitnessConfig;
import dev.airlock.ledger.witness.WitnessService;
import dev.airlock.node.Panels;
import dev.airlock.node.dials.DoorAt;
import dev.airlock.node.dials.OperatorDoor;
import dev.airlock.provenance.log.Cosigner;
import dev.airlock.road.config.Settings;
import dev.airlock.road.keys.KeyFiles;
import dev.airlock.road.keys.Signing;
import dev.airlock.schemas.keys.SigningKey;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a witness: it co-signs the heads of ledgers when it has seen that their logs only grew, and refuses a fork. It has",
            "a key and a memory of its own, and belongs on another machine, under another hand, than the ledger."
        },
        footer = {
            "",
            "The file: name, ledgers, keys.dir, state.dir, and http.host, http.port, metrics.listen. It needs no bus. What it prints",
            "goes into the ledger's `witnesses`. Stays until interrupted."
        })
final class WitnessCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config;

    @Mixin
    private PrintOption print;

    @Option(names = "--show-key", description = "Print its verifier key, and end.")
    private boolean showKey;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, Trouble {
        Settings settings = config.settings("witness");
        Optional<DoorAt> door;
        WitnessConfig witness;
        try {
            door = DoorAt.in(settings);
            witness = WitnessConfig.from(settings);
        } catch (IllegalArgumentException e) {
            throw config.unfit(e);
        }
        if (print.asked()) {
            return print.say("witness", config.file(), settings, spec);
        }
        return Ending.of(config.file(), () -> serve(witness, door));
    }

    private int serve(WitnessConfig settings, Optional<DoorAt> at) throws IOException, InterruptedException, Trouble {
        SigningKey key = new KeyFiles(settings.keysDirectory(), new SecureRandom()).loadOrCreate(settings.keyName());
        PrintWriter out = spec.commandLine().getOut();
        if (showKey) {
            out.println(new Cosigner(settings.name(), key).key().text());
            return Exit.FINE;
        }
        Vertx vertx = Vertx.vertx();
        try (UntilEnd end = new UntilEnd();
                LogLines _ = LogLines.toStandardError("witness")) {
            Optional<OperatorDoor> door = at.map(where -> OperatorDoor.open(vertx, where));
            var _ = Signing.load();
            try (WitnessService witness = WitnessService.start(vertx, settings, key, InstantSource.system())) {
                door.ifPresent(open -> {
                    open.show(Panels.witness(witness));
                    open.started();
                });
                out.println("witness is up: http://" + settings.host() + ":" + settings.port() + " "
                        + witness.key().text());
                out.flush();
                end.await(Duration.ZERO);
                door.ifPresent(OperatorDoor::ending);
            } finally {
                door.ifPresent(OperatorDoor::close);
            }
        } finally {
            vertx.close().await();
        }
        return Exit.FINE;
    }
}
