package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.chaos.Child;
import dev.airlock.executor.TestGround;
import dev.airlock.fleet.Fleet;
import dev.airlock.fleet.Terrain;
import dev.airlock.image.Recipe;
import dev.airlock.node.Caller;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.token.Erin;
import dev.airlock.road.Replay;
import dev.airlock.schemas.flow.Station;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.TokenRecord;
import dev.airlock.schemas.wire.WrittenAs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A road that is upgraded node by node: some write as the release before, some as this one, and all of them read all of it. */
@Tag("system")
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class UpgradeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int INTENTS = 12;
    private static final String FIRST = "executor-a";
    private static final String SECOND = "executor-b";

    @TempDir
    private Path folder;

    private Terrain terrain;

    @Test
    void while_nodes_are_replaced_one_by_one_each_intent_has_its_token_and_the_release_before_can_read_what_is_for_it()
            throws Exception {
        TestGround.images(folder.resolve("images"), List.of(Recipe.PYTHON));
        terrain = Terrain.lay(folder, Backend.SIMULATION, List.of(FIRST, SECOND), 2, UpgradeIT::say);
        List<String> services = List.of("policy", "snaft", "gateway", "ledger");
        for (String service : services) {
            writesAsBefore(service);
        }
        writesAsBefore(FIRST);
        Map<String, List<String>> commands = new LinkedHashMap<>();
        services.forEach(service -> commands.put(service, terrain.service(service)));
        commands.put(FIRST, terrain.executor(FIRST));
        commands.put(SECOND, terrain.executor(SECOND));
        try (Fleet fleet = Fleet.start(
                terrain, arguments -> Child.command("dev.airlock.cli.Airlock", arguments), commands, UpgradeIT::say)) {
            everyIntentHasItsToken("before");
            for (String before : List.of("screening-3", "order-3", "lease-1")) {
                assertThat(versions(before)).containsExactly(before);
            }
            assertThat(versions("output-2")).isSubsetOf("output-2", "output");
            whatTheReleaseBeforeHasNoWordsForIsRefused();

            for (String member : List.of("policy", "snaft", "gateway", "ledger", FIRST)) {
                writesAsItIs(member);
                fleet.member(member).close();
                fleet.member(member).start();
                everyIntentHasItsToken("replaced-" + member);
            }
            assertThat(versions("screening-3")).containsExactlyInAnyOrder("screening-3", "screening");
            assertThat(versions("order-3")).containsExactlyInAnyOrder("order-3", "order");
            assertThat(versions("lease-1")).containsExactlyInAnyOrder("lease-1", "lease");
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private void writesAsBefore(String name) throws Exception {
        Files.writeString(settings(name), "schemas.write=previous\n", StandardOpenOption.APPEND);
    }

    private void writesAsItIs(String name) throws Exception {
        String text = Files.readString(settings(name));
        assertThat(text).contains("schemas.write=previous");
        Files.writeString(settings(name), text.replace("schemas.write=previous\n", ""));
    }

    private Path settings(String name) {
        return folder.resolve(name + ".properties");
    }

    private void everyIntentHasItsToken(String session) throws Exception {
        var reader = new TokenReader(terrain.ring());
        try (Caller caller = Caller.open(terrain.bus())) {
            for (int number = 0; number < INTENTS; number++) {
                Intent wish = wish(session + "-" + number % 4, "i-" + number);
                Optional<TokenRecord> token = caller.call(wish, terrain.key("local"), PATIENCE);
                assertThat(token).as(wish.key().text()).isPresent();
                assertThat(reader.read(token.get()).content().erin()).isInstanceOf(Erin.Completed.class);
                assertThat(caller.outputOf(wish.key(), PATIENCE))
                        .as(wish.key().text())
                        .isPresent();
            }
        }
    }

    private void whatTheReleaseBeforeHasNoWordsForIsRefused() throws Exception {
        try (Caller caller = Caller.open(terrain.bus())) {
            Intent wish = wish("before-container", "i-0", Backend.CONTAINER);
            Optional<TokenRecord> token = caller.call(wish, terrain.key("local"), PATIENCE);
            assertThat(new TokenReader(terrain.ring())
                            .read(token.orElseThrow())
                            .content()
                            .erin())
                    .isInstanceOfSatisfying(Erin.Refused.class, refused -> assertThat(refused.reason())
                            .contains("the release before"));
        }
    }

    private static Intent wish(String session, String id) {
        return wish(session, id, Backend.SIMULATION);
    }

    private static Intent wish(String session, String id, Backend backend) {
        return new Intent(
                id,
                session,
                "code:execute",
                "deploy.aint",
                Origin.LOCAL,
                Lane.BUS,
                "",
                Bytes.of("print(1)".getBytes(StandardCharsets.UTF_8)),
                20_000,
                64,
                backend,
                Instant.now(),
                id);
    }

    /** In which versions the records of a topic were written, each once, as readers see it that know one version only. */
    private List<String> versions(String earlier) throws Exception {
        String name = earlier.substring(0, earlier.indexOf('-'));
        Topic topic =
                switch (name) {
                    case "screening" -> Topic.SCREENED;
                    case "order" -> Topic.ORDERS;
                    case "lease" -> Topic.LEASES;
                    default -> Topic.OUTPUTS;
                };
        Station reader =
                switch (topic) {
                    case SCREENED -> Station.GATEWAY;
                    case ORDERS, LEASES -> Station.EXECUTOR;
                    default -> Station.CONSOLE;
                };
        List<byte[]> records = new ArrayList<>();
        for (int partition : IntStream.range(0, topic.partitions()).toArray()) {
            Replay.partition(terrain.bus(), reader, topic, partition, record -> records.add(record.value()));
        }
        List<String> versions = new ArrayList<>();
        for (byte[] record : records) {
            versions.add(WrittenAs.of(record, name, earlier));
        }
        return versions.stream().distinct().toList();
    }
}
