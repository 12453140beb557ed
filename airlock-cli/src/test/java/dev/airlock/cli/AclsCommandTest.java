package dev.airlock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AclsCommandTest {
    @Test
    void the_commands_say_who_may_do_what() {
        Said said = Said.by("acls");
        assertThat(said.exit()).isZero();
        assertThat(said.out())
                .startsWith("#!/bin/sh")
                .contains(
                        "--add --allow-principal 'User:airlock-snaft' --operation Write --topic 'airlock.deadletters.v1'"
                                + " --topic 'airlock.events.v1' --topic 'airlock.screened.v1'")
                .contains("--allow-principal 'User:airlock-executor' --operation Write --resource-pattern-type prefixed"
                        + " --transactional-id 'airlock.executor.orders.'")
                .contains(
                        "--allow-principal 'User:airlock-gateway' --operation Read --group 'airlock.gateway.screened'")
                .contains("--operation DescribeConfigs --topic 'airlock.admitted.v1' --topic")
                .doesNotContain("--operation All", "'*'");
    }

    @Test
    void json_has_kafkas_own_words() {
        Said said = Said.by("acls", "--format", "json", "--namespace", "blue.", "--principal-prefix", "User:CN=a-");
        List<JsonNode> acls = said.out().lines().map(JsonOption::tree).toList();
        assertThat(acls).hasSizeGreaterThan(60).allSatisfy(acl -> {
            assertThat(acl.get("principal").asText()).startsWith("User:CN=a-");
            assertThat(acl.get("resource_name").asText()).startsWith("blue.airlock.");
            assertThat(AclOperation.valueOf(acl.get("operation").asText())).isNotEqualTo(AclOperation.ALL);
            assertThat(ResourceType.valueOf(acl.get("resource_type").asText())).isNotEqualTo(ResourceType.CLUSTER);
            assertThat(PatternType.valueOf(acl.get("pattern_type").asText()).isSpecific())
                    .isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"airlock-", "User:a';rm -rf /;'", "User:$(id)", "User:a\nb", "User:*"})
    void a_prefix_that_a_shell_or_kafka_takes_for_something_else_is_refused(String prefix) {
        Said said = Said.by("acls", "--principal-prefix", prefix);
        assertThat(said.exit()).isEqualTo(Exit.USAGE);
        assertThat(said.out()).isEmpty();
    }

    @Test
    void another_format_is_wrong_use() {
        assertThat(Said.by("acls", "--format", "xml").err()).contains("--format is kafka-acls or json, not xml");
    }
}
