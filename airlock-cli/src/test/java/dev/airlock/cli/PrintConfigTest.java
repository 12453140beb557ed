package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.node.Service;
import dev.airlock.road.config.Setting;
import dev.airlock.road.config.Settings;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --print-config}: what a service would start with, without starting it. */
class PrintConfigTest {
    private static final String LEAST = """
            bootstrap.servers = kafka.example:9093
            security.protocol = SASL_SSL
            sasl.jaas.config = hush \\
              password
            keys.dir = /keys
            """;

    @TempDir
    private Path folder;

    private String file(String more) throws Exception {
        return Files.writeString(folder.resolve("service.properties"), LEAST + more)
                .toString();
    }

    @ParameterizedTest
    @CsvSource({
        "policy,   '',                            lease.ttl.ms,    1000",
        "snaft,    instance = snaft-7,            trust.hours,     24",
        "gateway,  mux.port = 4000,               mux.idle_millis, 30000",
        "executor, images.dir = /images,          jail,            on",
        "ledger,   tiles.dir = /tiles,            http.host,       127.0.0.1",
    })
    void every_setting_is_printed_with_its_value_and_no_secret(String service, String own, String key, String value)
            throws Exception {
        String file = file(own);
        Said said = Said.by(service, "--config", file, "--print-config");
        assertThat(said.exit()).describedAs(said.err()).isZero();
        assertThat(said.out())
                .contains("# " + file + System.lineSeparator() + "bootstrap.servers=kafka.example:9093")
                .contains("# default" + System.lineSeparator() + key + "=" + value)
                .contains("sasl.jaas.config=(hidden)")
                .contains("metrics.listen=")
                .doesNotContain("hush");
        var read = new Properties();
        read.load(new StringReader(said.out()));
        assertThat(read.getProperty("keys.dir")).isEqualTo("/keys");
    }

    @Test
    void the_command_is_where_an_option_comes_from() throws Exception {
        Said said = Said.by("executor", "--config", file("images.dir = /i"), "--jail=required", "--print-config");
        assertThat(said.out()).contains("# the command" + System.lineSeparator() + "jail=required");
    }

    @Test
    void a_value_with_a_line_end_looks_like_no_other_setting() throws Exception {
        String file = Files.writeString(
                        folder.resolve("w"),
                        "bootstrap.servers = 127.0.0.1:1\\nnamespace=evil\nsecurity.protocol = SSL")
                .toString();
        assertThat(Said.by("topics", "--config", file, "--print-config").out())
                .doesNotContainPattern("(?m)^namespace=evil");
    }

    @ParameterizedTest
    @CsvSource({
        "policy,   lease.tll.ms = 5,             did you mean 'lease.ttl.ms'?",
        "gateway,  mux.port = none,              mux.port is 'none'",
        "snaft,    ssl.truststore.locatoin = /t, did you mean 'ssl.truststore.location'?",
    })
    void what_a_start_would_refuse_is_refused(String service, String wrong, String told) throws Exception {
        Said said = Said.by(service, "--config", file(wrong), "--print-config");
        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.err()).contains("service.properties").contains(told);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void witness_topics_and_broker_print_theirs() throws Exception {
        Path bus = Files.writeString(folder.resolve("t"), "bootstrap.servers=127.0.0.1:1");
        assertThat(Said.by("topics", "--config", bus.toString(), "--print-config")
                        .out())
                .contains("security.protocol=PLAINTEXT");
        Path broker = Files.writeString(folder.resolve("b"), "data.dir=/data\nport=1234");
        Said said = Said.by("broker", "--config", broker.toString(), "--port", "0", "--print-config");
        assertThat(said.out())
                .contains("# the command" + System.lineSeparator() + "port=0")
                .contains("# " + broker + System.lineSeparator() + "data.dir=/data");
        Path wrong = Files.writeString(folder.resolve("w"), "data=/data");
        assertThat(Said.by("broker", "--config", wrong.toString(), "--print-config")
                        .err())
                .contains("did you mean 'data.dir'");
    }

    @ParameterizedTest
    @EnumSource(Service.Kind.class)
    void two_settings_of_a_service_never_share_a_variable(Service.Kind kind) {
        Map<String, String> least = new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1", "keys.dir", "/k"));
        least.put("images.dir", "/i");
        least.put("tiles.dir", "/t");
        if (kind != Service.Kind.EXECUTOR) {
            least.remove("images.dir");
        }
        if (kind != Service.Kind.LEDGER) {
            least.remove("tiles.dir");
        }
        var settings = new Settings(least);
        Service.check(kind, settings);
        assertThat(settings.effective().stream().map(Setting::key).map(settings::variable))
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(6);
    }
}
