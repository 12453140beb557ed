package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file against the flow, the services' own settings and the pom, and a violation of each of its laws. */
class ComposeTest {
    private static final List<String> NATIVE_CODE = List.of(
            "--enable-native-access=airlock.linux,com.amazon.corretto.crypto.provider,ALL-UNNAMED",
            "-DZstdNativePath=/refused",
            "-Dorg.xerial.snappy.disable.bundled.libs=true",
            "-Djava.library.path=\"$home/native\"");

    private static final Path ROOT = Path.of("..");

    @TempDir
    Path copy;

    @Test
    void the_compose_file_starts_what_the_flow_needs_confined_and_pinned() {
        assertThat(ComposeLaws.faultsOf(ROOT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "docker-compose.yml | '  airlock-snaft:'    | '  airlock-sniff:'    | the services are [executor, gateway, ledger, policy, sniff, topics, witness]",
                "docker-compose.yml | apache/kafka:         | apache/kafka:3.       | kafka-1 is apache/kafka:3.",
                "docker-compose.yml | airlock:0.1           | airlock:0.0           | the pom has airlock:0.1.0-SNAPSHOT",
                "docker-compose.yml | 'read_only: true'     | 'read_only: false'    | airlock-gateway can write to its root",
                "docker-compose.yml | '[ALL]'               | '[NET_RAW]'           | kafka-2 keeps capabilities",
                "docker-compose.yml | no-new-privileges:true| no-new-privileges:false | airlock-policy may gain privileges",
                "docker-compose.yml | '\"1000:1000\"'       | '\"0:0\"'             | kafka-3 runs as root",
                "docker-compose.yml | 'pids_limit: 256'     | 'privileged: true'    | airlock-snaft sets privileged",
                "docker-compose.yml | 'mem_limit: 4g'       | 'mem_limit: \"\"'     | airlock-executor has no limit of memory",
                "docker-compose.yml | '${AIRLOCK_KVM:-/dev/kvm}:/dev/kvm' | /dev/mem:/dev/mem     | 'airlock-executor has the devices [/dev/mem:/dev/mem]'",
                "docker-compose.yml | 127.0.0.1:9094:9094   | 9094:9094             | 'kafka-1 publishes [9094:9094]'",
                "docker-compose.yml | 'internal: true'      | 'internal: false'     | the network road lets services out",
                "docker-compose.yml | '[witness] # it'      | '[road, witness] # it' | 'airlock-witness is on [road, witness]'",
                "docker-compose.yml | state/witness/keys:   | state/keys/ledger:    | the witness must see its own key and memory",
                "docker-compose.yml | 'profiles: [witness]' | 'profiles: []'        | the witness starts unasked",
                "deploy/witness.properties | state.dir=/var  | state.dir=/tmp       | the witness remembers elsewhere",
                "deploy/witness.properties | http.host       | http.hosts           | there is no setting 'http.hosts'",
                "docker-compose.yml | 'networks: [road]'    | 'networks: [callers]' | 'airlock-executor is on [callers]'",
                "docker-compose.yml | keys/snaft:           | keys/gateway:         | snaft must see its own share of the keys",
                "docker-compose.yml | '[CMD, airlock-ready' | '[CMD, \"true\"' | gateway is not asked for its own health",
                "docker-compose.yml | '[gateway, --config'  | '[snaft, --config'    | gateway is not started on the settings",
                "deploy/snaft.properties   | :9400           | :9401                 | snaft has no door at 9400",
                "deploy/policy.properties  | bootstrap.servers=kafka-1 | bootstrap.servers=elsewhere | policy looks for the brokers elsewhere",
                "deploy/gateway.properties | mux.enabled    | mux.enable            | there is no setting 'mux.enable'; did you mean 'mux.enabled'?",
                "deploy/executor.properties| images.dir=/var | images.dir=/tmp      | executor looks for images elsewhere",
                "deploy/ledger.properties  | tiles.dir=/var  | tiles.dir=/tmp       | ledger keeps its logs elsewhere",
                "deploy/snaft.properties   | instance=snaft-0 | 'instance=a b'      | instance is 'a b'",
                "docker-compose.yml | CALLERS://127.0.0.1   | CALLERS://0.0.0.0     | callers are sent to 0.0.0.0:9094",
                "docker-compose.yml | 'KAFKA_NODE_ID: \"2\"'  | 'KAFKA_NODE_ID: \"1\"'  | brokers share a number",
                "docker-compose.yml | 'kafka-3:/var'        | 'kafka-2:/var'        | brokers share a number",
                "docker-compose.yml | prom/prometheus:v3.5.0 | prom/prometheus:latest | prometheus is prom/prometheus:latest",
                "docker-compose.yml | 'profiles: [watch]'   | 'profiles: []'        | grafana starts unasked",
                "docker-compose.yml | 127.0.0.1:3000:3000   | 3000:3000             | 'grafana publishes [3000:3000]'",
                "docker-compose.yml | '[road, witness, watch]' | '[road, callers]'  | 'prometheus is on [road, callers]'",
                "docker-compose.yml | ./deploy/prometheus:/etc | ./deploy/state/keys/policy:/etc | prometheus sees keys or logs",
                "deploy/kafka/server.properties | 2@kafka-2:9093 | 2@kafka-9:9093 | kafka-2 has no vote",
            })
    void a_compose_file_that_disagrees_is_refused(String file, String right, String wrong, String fault)
            throws IOException {
        copyOf(ROOT.resolve("deploy"), copy.resolve("deploy"));
        Files.copy(ROOT.resolve("pom.xml"), copy.resolve("pom.xml"));
        Files.copy(ROOT.resolve("docker-compose.yml"), copy.resolve("docker-compose.yml"));
        String text = Files.readString(copy.resolve(file));
        assertThat(text).contains(right);
        Files.writeString(copy.resolve(file), text.replace(right, wrong));
        assertThat(ComposeLaws.faultsOf(copy)).anyMatch(found -> found.contains(fault));
    }

    @Test
    void the_image_starts_java_as_the_launcher_does() throws IOException {
        String launcher = Files.readString(ROOT.resolve("deploy/dist/airlock"));
        String inImage = Files.readString(ROOT.resolve("deploy/airlock"));
        String options = launcher.substring(launcher.indexOf("options=(") + 9, launcher.indexOf("\n)\n"));
        List<String> flags = Stream.of(options.strip().split("\\s+", -1))
                .filter(word -> word.startsWith("-") && !isHeapSize(word))
                .filter(word -> !NATIVE_CODE.contains(word))
                .toList();
        assertThat(flags).contains("--add-modules").allSatisfy(flag -> assertThat(inImage)
                .contains(flag));
        // The launcher refuses codecs their native code one by one, and says where lz4's lies, for the sake of its
        // start-up cache; the image has
        // none.
        assertThat(launcher).contains(NATIVE_CODE);
        assertThat(inImage)
                .contains(
                        "--enable-native-access=airlock.linux,cedar.java,com.amazon.corretto.crypto.provider --illegal-native-access=deny",
                        "-Djava.library.path=/opt/airlock/native");
        assertThat(Files.readString(ROOT.resolve("deploy/Dockerfile")))
                .contains("ARG BASE=eclipse-temurin:25-jre\nFROM ${BASE}\n");
    }

    @Test
    void what_is_said_over_it_where_no_image_can_be_pulled_changes_the_images_alone() throws IOException {
        Object over = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(ROOT.resolve("deploy/local/docker-compose.yml")));
        assertThat(over).asInstanceOf(InstanceOfAssertFactories.MAP).containsOnlyKeys("x-broker", "services");
        assertThat(((Map<?, ?>) ((Map<?, ?>) over).get("services")).entrySet())
                .isNotEmpty()
                .allSatisfy(entry -> {
                    assertThat(new Deployment(ROOT).member(String.valueOf(entry.getKey())))
                            .isNotNull();
                    assertThat(((Map<?, ?>) entry.getValue()).keySet().stream().map(String::valueOf))
                            .isSubsetOf("build", "image");
                });
    }

    /** In a container the heap follows from the container's memory limit. */
    private static boolean isHeapSize(String word) {
        return word.startsWith("-Xm");
    }

    private static void copyOf(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one :
                    all.filter(path -> !path.startsWith(from.resolve("state"))).toList()) {
                Path there = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(there);
                } else {
                    Files.copy(one, there);
                }
            }
        }
    }
}
