package dev.airlock.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.node.dials.Dial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What Prometheus and Grafana are given, against the compose file and the numbers that there are. */
class WatchersTest {
    private static final Path ROOT = Path.of("..");
    private static final Path DASHBOARD = ROOT.resolve("deploy/grafana/dashboards/airlock.json");
    private static final Pattern OURS = Pattern.compile("airlock_[a-z_]+");

    private static Set<String> numbers(Path file) throws IOException {
        Set<String> numbers = new TreeSet<>();
        Matcher found = OURS.matcher(Files.readString(file));
        while (found.find()) {
            numbers.add(found.group());
        }
        return numbers;
    }

    @Test
    void every_service_that_has_a_door_is_asked() throws IOException {
        String text = Files.readString(ROOT.resolve("deploy/prometheus/prometheus.yml"));
        List<String> doors = new Deployment(ROOT)
                .members().stream()
                        .filter(member -> member.healthTest().equals(List.of("CMD", "airlock-ready", "9400")))
                        .map(member -> member.name() + ":9400")
                        .toList();
        assertThat(doors).hasSize(5).contains("airlock-witness:9400");
        Matcher targets = Pattern.compile("\"([^\"]+:9400)\"").matcher(text);
        assertThat(targets.results().map(target -> target.group(1)))
                .as("a witness may be left out, and is looked for by its name")
                .containsExactlyInAnyOrderElementsOf(doors.stream()
                        .filter(door -> !door.startsWith("airlock-witness"))
                        .toList());
        assertThat(text).contains("names: [\"airlock-witness\"]", "port: 9400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"deploy/prometheus/rules.yml", "deploy/grafana/dashboards/airlock.json"})
    void no_alert_and_no_panel_is_about_a_number_that_nobody_has(String file) throws IOException {
        Set<String> documented = numbers(ROOT.resolve("docs/METRICS.md"));
        assertThat(numbers(ROOT.resolve(file))).isNotEmpty().isSubsetOf(documented);
    }

    /** Of each alert what it asks, and what it says. */
    private static Map<String, List<String>> alerts() throws IOException {
        Object rules = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(ROOT.resolve("deploy/prometheus/rules.yml")));
        JsonNode groups = new ObjectMapper().valueToTree(rules).get("groups");
        Map<String, List<String>> alerts = new TreeMap<>();
        for (JsonNode group : groups) {
            for (JsonNode rule : group.get("rules")) {
                List<String> before = alerts.put(
                        rule.get("alert").asText(),
                        List.of(
                                rule.get("expr").asText(),
                                rule.at("/annotations/summary").asText()));
                assertThat(before).as("an alert's name stands once").isNull();
            }
        }
        return alerts;
    }

    @Test
    void a_fork_and_a_head_without_a_proof_are_two_alerts_each_with_a_text_of_its_own() throws IOException {
        Map<String, List<String>> alerts = alerts();
        assertThat(alerts.get("LogForked"))
                .first()
                .asString()
                .contains("airlock_witness_forked_total")
                .doesNotContain("airlock_witness_inconsistent_total");
        assertThat(alerts.get("HeadWithoutProof"))
                .first()
                .asString()
                .contains("airlock_witness_inconsistent_total")
                .doesNotContain("airlock_witness_forked_total");
        assertThat(alerts.get("LogForked").getLast()).contains("Trust the ledger no more");
        assertThat(alerts.get("HeadWithoutProof").getLast()).contains("proof").doesNotContain("Trust the ledger");
        assertThat(alerts.values().stream().map(List::getLast))
                .doesNotHaveDuplicates()
                .noneMatch(String::isBlank);
    }

    @Test
    void that_nobody_runs_that_the_road_is_closed_and_that_a_service_is_not_ready_are_alerts_by_what_is_so_now()
            throws IOException {
        Map<String, List<String>> alerts = alerts();
        assertThat(alerts.get("NoExecutorReady")).first().isEqualTo(Dial.POLICY_EXECUTORS_READY.label() + " == 0");
        assertThat(alerts.get("RoadClosedToExternalCallers"))
                .first()
                .isEqualTo(Dial.POLICY_EXTERNAL_OPEN.label() + " == 0");
        assertThat(alerts.get("NotReady")).first().isEqualTo(Dial.READY.label() + " == 0");
        // Leases are published for a closed posture as well: they tell whether policy vouches, and nothing of callers.
        assertThat(alerts.entrySet().stream()
                        .filter(alert -> alert.getValue().getFirst().contains(Dial.POLICY_LEASES_ISSUED.label())))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.getKey()).isEqualTo("NothingVouchedFor");
                    assertThat(alert.getValue().getLast())
                            .contains("open posture or a closed one")
                            .doesNotContain("callers");
                });
        assertThat(alerts.get("NobodyRuns"))
                .first()
                .asString()
                .as("refusals have tokens, too")
                .contains(Dial.GATEWAY_ADMITTED.label(), Dial.GATEWAY_REFUSED.label(), Dial.LEDGER_RECORDED.label());
    }

    @Test
    void a_witness_that_is_away_is_seen_by_the_ledger_and_one_that_cannot_remember_by_itself() throws IOException {
        Map<String, List<String>> alerts = alerts();
        assertThat(alerts.get("NobodyCosigns"))
                .first()
                .asString()
                .contains(
                        Dial.LEDGER_WITNESSES.label() + " > 0",
                        "rate(" + Dial.LEDGER_PUBLISHED.label() + "[5m]) > 0",
                        "rate(" + Dial.LEDGER_COSIGNED.label() + "[5m]) == 0");
        assertThat(alerts.get("WitnessCannotRemember")).first().asString().contains(Dial.WITNESS_FAILED.label());
    }

    /** Series of numbers as they come, and what is alarmed of them when. */
    @Test
    void the_alerts_fire_on_what_they_are_about_and_on_nothing_that_is_as_it_should_be(@TempDir Path folder)
            throws Exception {
        Assumptions.assumeTrue(Unpacked.has("promtool"), "SKIPPED: no promtool is here");
        Files.copy(ROOT.resolve("deploy/prometheus/rules.yml"), folder.resolve("rules.yml"));
        try (InputStream series = WatchersTest.class.getResourceAsStream("alerts.yml")) {
            Files.copy(series, folder.resolve("alerts.yml"));
        }
        Unpacked.Ended judged = Unpacked.tool(
                "promtool", "test", "rules", folder.resolve("alerts.yml").toString());
        assertThat(judged.exit()).describedAs(judged.said()).isZero();
    }

    private static Set<String> asked(JsonNode panel) {
        Set<String> asked = new TreeSet<>();
        panel.get("targets").forEach(target -> asked.add(target.get("expr").asText()));
        return asked;
    }

    @Test
    void what_the_dashboard_shows_first_is_whether_services_are_ready_programs_run_and_callers_are_let_in()
            throws IOException {
        JsonNode board = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        Set<String> top = new TreeSet<>();
        for (JsonNode panel : board.get("panels")) {
            if (panel.at("/gridPos/y").asInt() == 0) {
                top.addAll(asked(panel));
            }
            assertThat(panel.get("description").asText() + panel.get("title").asText())
                    .as("a panel that asks for leases says nothing of callers that they do not tell")
                    .satisfies(text -> assertThat(
                                    asked(panel).toString().contains("leases") && text.contains("callers are refused"))
                            .isFalse());
        }
        // Where policy is dead, nobody is ready and nobody is let in, and not nothing known.
        assertThat(top)
                .contains(
                        Dial.READY.label() + " or up * 0",
                        "max(" + Dial.POLICY_EXECUTORS_READY.label() + ") or vector(0)",
                        "max(" + Dial.POLICY_EXTERNAL_OPEN.label() + ") or vector(0)")
                .noneMatch(expression -> expression.contains("leases"));
    }

    @Test
    void the_dashboard_is_found_asks_the_data_source_that_there_is_and_has_no_panel_over_another() throws IOException {
        JsonNode board = new ObjectMapper().readTree(Files.readString(DASHBOARD));
        assertThat(Files.readString(ROOT.resolve("deploy/grafana/provisioning/datasources/prometheus.yml")))
                .contains("uid: airlock-prometheus", "url: http://prometheus:9090");
        Object provider = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(ROOT.resolve("deploy/grafana/provisioning/dashboards/airlock.yml")));
        String folder = "/var/lib/airlock/dashboards";
        assertThat(provider.toString()).contains("path=" + folder);
        Deployment.Member grafana = new Deployment(ROOT).member("grafana");
        assertThat(grafana.list("volumes")).contains("./deploy/grafana/dashboards:" + folder + ":ro");
        assertThat(grafana.environment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"))
                .isEqualTo(folder + "/" + DASHBOARD.getFileName());
        Set<String> cells = new TreeSet<>();
        int area = 0;
        assertThat(board.get("panels")).hasSizeGreaterThan(8);
        for (JsonNode panel : board.get("panels")) {
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("airlock-prometheus");
            assertThat(panel.get("targets")).isNotEmpty();
            JsonNode at = panel.get("gridPos");
            area += at.get("w").asInt() * at.get("h").asInt();
            for (int x = 0; x < at.get("w").asInt(); x++) {
                for (int y = 0; y < at.get("h").asInt(); y++) {
                    cells.add((at.get("x").asInt() + x) + "/" + (at.get("y").asInt() + y));
                }
            }
        }
        assertThat(cells).hasSize(area);
    }
}
