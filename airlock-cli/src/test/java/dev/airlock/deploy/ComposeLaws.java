package dev.airlock.deploy;

import dev.airlock.deploy.Deployment.Member;
import dev.airlock.ledger.witness.WitnessConfig;
import dev.airlock.node.Service;
import dev.airlock.node.dials.DoorAt;
import dev.airlock.provenance.log.LedgerKey;
import dev.airlock.road.config.Settings;
import dev.airlock.schemas.keys.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a compose file has to be, and each way in which one is not. */
final class ComposeLaws {
    private static final String KEYS = "/var/lib/airlock/keys";
    private static final String DOOR = "9400";
    private static final String TILES = "/var/lib/airlock/ledger";
    private static final String WITNESS = "witness";
    private static final String MEMORY = "/var/lib/airlock/witness";
    private static final String IMAGES = "/var/lib/airlock/images";

    private final Deployment deployment;
    private final List<String> faults = new ArrayList<>();

    private ComposeLaws(Deployment deployment) {
        this.deployment = deployment;
    }

    /** None, if all is well. */
    static List<String> faultsOf(Path root) {
        var laws = new ComposeLaws(new Deployment(root));
        laws.judge();
        return laws.faults;
    }

    private void judge() {
        Set<String> wanted = new TreeSet<>(Deployment.houses());
        wanted.add("topics");
        wanted.add(WITNESS);
        Set<String> there = new TreeSet<>();
        deployment.members().stream()
                .filter(member -> !member.isBroker() && !member.isWatcher())
                .forEach(member -> there.add(member.house()));
        require(there.equals(wanted), "the services are " + there + "; the flow needs " + wanted);
        brokers(deployment.brokers());
        deployment.members().forEach(this::confined);
        deployment.members().forEach(this::pinned);
        deployment.members().forEach(this::reached);
        deployment.members().stream()
                .filter(member -> Deployment.houses().contains(member.house()))
                .forEach(this::set);
        deployment.members().stream()
                .filter(member -> member.house().equals(WITNESS))
                .forEach(this::witness);
        for (String network : List.of("road", WITNESS)) {
            require(deployment.internal(network), "the network " + network + " lets services out; make it internal");
        }
    }

    private void require(boolean kept, String fault) {
        if (!kept) {
            faults.add(fault);
        }
    }

    private void brokers(List<Member> brokers) {
        require(brokers.size() == 3, "there are " + brokers.size() + " brokers; with three, one may be lost");
        Set<String> apart = new TreeSet<>();
        for (Member broker : brokers) {
            apart.add(broker.environment("KAFKA_NODE_ID"));
            apart.add(broker.advertised("ROAD"));
            apart.add(broker.advertised("CALLERS"));
            broker.mounts().stream()
                    .filter(mount -> mount[1].equals("/var/lib/kafka/data"))
                    .forEach(mount -> apart.add(mount[0]));
            require(
                    deployment
                            .settings(deployment.root().resolve("deploy/kafka/server.properties"))
                            .getOrDefault("controller.quorum.voters", "")
                            .contains(broker.environment("KAFKA_NODE_ID") + "@" + broker.name() + ":9093"),
                    broker.name() + " has no vote for the controller");
        }
        require(apart.size() == 4 * brokers.size(), "brokers share a number, an address or a volume: " + apart);
    }

    private void confined(Member member) {
        String name = member.name();
        require(member.text("read_only").equals("true"), name + " can write to its root; set read_only: true");
        require(member.list("cap_drop").equals(List.of("ALL")), name + " keeps capabilities; set cap_drop: [ALL]");
        require(member.list("cap_add").isEmpty(), name + " gets capabilities back; leave cap_add out");
        require(
                member.list("security_opt").equals(List.of("no-new-privileges:true")),
                name + " may gain privileges; set no-new-privileges:true and nothing else");
        require(
                member.text("user").matches("([1-9]\\d*|\\$\\{AIRLOCK_USER:\\?.*}):[1-9]\\d*"),
                name + " runs as root; give it a user");
        require(!member.text("mem_limit").isEmpty(), name + " has no limit of memory");
        require(!member.text("pids_limit").isEmpty(), name + " has no limit of processes");
        for (String key : List.of("privileged", "network_mode", "pid", "ipc", "userns_mode", "cgroup_parent")) {
            require(
                    !member.said().containsKey(key),
                    name + " sets " + key + ", which opens its confinement; leave it out");
        }
        List<String> devices =
                member.house().equals("executor") ? List.of("${AIRLOCK_KVM:-/dev/kvm}:/dev/kvm") : List.of();
        require(
                member.list("devices").equals(devices),
                name + " has the devices " + member.list("devices") + ", not " + devices);
    }

    private void pinned(Member member) {
        if (member.isWatcher()) {
            require(
                    member.text("image").matches("[a-z/]+:v?\\d+\\.\\d+\\.\\d+"),
                    member.name() + " is " + member.text("image") + "; name one version of it");
            require(
                    member.list("profiles").equals(List.of("watch")),
                    member.name() + " starts unasked; set profiles: [watch]");
            return;
        }
        String image = member.isBroker()
                ? "apache/kafka:" + deployment.pom("kafka.version")
                : "airlock:" + deployment.pom("version");
        require(
                member.text("image").equals(image),
                member.name() + " is " + member.text("image") + "; the pom has " + image);
    }

    private void reached(Member member) {
        String name = member.name();
        if (member.isWatcher()) {
            watched(member);
            return;
        }
        List<String> networks =
                switch (member.house()) {
                    case "ledger" -> List.of("road", WITNESS);
                    case WITNESS -> List.of(WITNESS);
                    default -> member.isBroker() ? List.of("road", "callers") : List.of("road");
                };
        require(
                member.list("networks").equals(networks),
                name + " is on " + member.list("networks") + ", not on " + networks);
        String callers = member.advertised("CALLERS");
        List<String> ports = member.isBroker() ? List.of(callers + ":9094") : List.of();
        require(member.list("ports").equals(ports), name + " publishes " + member.list("ports") + ", not " + ports);
        require(
                !member.isBroker() || callers.startsWith("127.0.0.1:"),
                "callers are sent to " + callers + "; the broker knows nobody, so keep it on loopback");
    }

    /** Prometheus asks the services; Grafana asks Prometheus alone; both answer on loopback, and see nobody's keys. */
    private void watched(Member member) {
        String name = member.name();
        boolean asks = name.equals("prometheus");
        List<String> networks = asks ? List.of("road", WITNESS, "watch") : List.of("watch");
        require(
                member.list("networks").equals(networks),
                name + " is on " + member.list("networks") + ", not on " + networks);
        String port = asks ? "127.0.0.1:9090:9090" : "127.0.0.1:3000:3000";
        require(
                member.list("ports").equals(List.of(port)),
                name + " publishes " + member.list("ports") + ", not " + port);
        require(
                member.mounts().stream().noneMatch(mount -> mount[0].contains("/state")),
                name + " sees keys or logs; mount nothing of deploy/state");
    }

    /** Under another hand as far as one host goes: its own key and memory, no bus, nobody else's keys, and only when asked for. */
    private void witness(Member member) {
        require(
                member.list("profiles").equals(List.of(WITNESS)),
                "the witness starts unasked; set profiles: [witness]");
        require(
                member.said().get("depends_on").equals(Map.of()),
                "the witness waits for the bus, which it does not need");
        List<List<String>> state = member.mounts().stream()
                .filter(mount -> mount[0].contains("/state"))
                .map(List::of)
                .toList();
        require(
                state.equals(List.of(
                        List.of("./deploy/state/witness/keys", KEYS, "ro"),
                        List.of("./deploy/state/witness/memory", MEMORY))),
                "the witness must see its own key and memory, and no other: " + state);
        require(
                member.healthTest().equals(List.of("CMD", "airlock-ready", DOOR)),
                "the witness is not asked for its own health: " + member.healthTest());
        Optional<Path> config = deployment.configOf(member).filter(Files::isRegularFile);
        require(config.isPresent(), "witness is not started on the settings that are mounted for it");
        config.ifPresent(file -> remembers(new TreeMap<>(deployment.settings(file))));
    }

    private void remembers(Map<String, String> settings) {
        require(MEMORY.equals(settings.get("state.dir")), "the witness remembers elsewhere than at " + MEMORY);
        require(KEYS.equals(settings.get("keys.dir")), "the witness looks for its key elsewhere than at " + KEYS);
        settings.put(
                "ledgers",
                new LedgerKey("main", SigningKey.generate(new SecureRandom()).verifyingKey()).text());
        try {
            var told = new Settings(settings);
            var _ = DoorAt.in(told);
            var _ = WitnessConfig.from(told);
        } catch (IllegalArgumentException e) {
            faults.add("witness.properties: " + e.getMessage());
        }
    }

    private void set(Member member) {
        String name = member.house();
        List<String[]> keys = member.mounts().stream()
                .filter(mount -> mount[0].contains("/keys"))
                .toList();
        require(
                keys.size() == 1 && List.of(keys.getFirst()).equals(List.of("./deploy/state/keys/" + name, KEYS, "ro")),
                name + " must see its own share of the keys, read-only, and no other");
        Optional<Path> config = deployment.configOf(member).filter(Files::isRegularFile);
        require(config.isPresent(), name + " is not started on the settings that are mounted for it");
        List<String> asked = name.equals("executor")
                ? List.of("CMD", "airlock", "health", name, "--config", "/etc/airlock/" + name + ".properties")
                : List.of("CMD", "airlock-ready", DOOR);
        require(member.healthTest().equals(asked), name + " is not asked for its own health: " + member.healthTest());
        config.ifPresent(file -> read(name, deployment.settings(file)));
    }

    private void read(String name, Map<String, String> settings) {
        try {
            Service.check(Service.Kind.valueOf(name.toUpperCase(Locale.ROOT)), new Settings(settings));
        } catch (IllegalArgumentException e) {
            faults.add(name + ".properties: " + e.getMessage());
        }
        String road = deployment.road();
        require(
                road.equals(settings.get("bootstrap.servers")),
                name + " looks for the brokers elsewhere than at " + road);
        require(
                name.equals("executor") || ("0.0.0.0:" + DOOR).equals(settings.get("metrics.listen")),
                name + " has no door at " + DOOR + ", where it is asked for its health");
        require(KEYS.equals(settings.get("keys.dir")), name + " looks for its keys elsewhere than at " + KEYS);
        require(
                !name.equals("ledger") || TILES.equals(settings.get("tiles.dir")),
                name + " keeps its logs elsewhere than at " + TILES + ", where a directory is mounted");
        require(
                !name.equals("executor") || IMAGES.equals(settings.get("images.dir")),
                name + " looks for images elsewhere than at " + IMAGES);
    }
}
