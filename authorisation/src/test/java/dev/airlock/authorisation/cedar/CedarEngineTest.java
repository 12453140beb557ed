package dev.airlock.authorisation.cedar;

import static dev.airlock.authorisation.PolicySamples.compile;
import static dev.airlock.authorisation.PolicySamples.open;
import static dev.airlock.authorisation.PolicySamples.own;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.airlock.authorisation.model.Fault;
import dev.airlock.authorisation.model.Policy;
import dev.airlock.authorisation.shell.Distribution;
import dev.airlock.schemas.model.PolicyFile;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CedarEngineTest {
    private static List<String> faults(String text) {
        return switch (compile(text)) {
            case Compiled.Good _ -> List.of();
            case Compiled.Faulty faulty ->
                faulty.faults().stream().map(Fault::toString).toList();
        };
    }

    private static String first(String text) {
        return faults(text).getFirst();
    }

    @Test
    void the_releases_own_policies_pass() {
        assertThat(own().policies())
                .extracting(Policy::id)
                .contains("own-people", "external-with-identity", "external-ai-trust", "destructive-needs-a-copy")
                .contains("base-deceives", "base-coerces");
        assertThat(own().version()).startsWith("sha256:");
    }

    @Test
    void a_policy_is_known_by_id_reason_effect_file_and_line() {
        assertThat(own().policies())
                .contains(new Policy(
                        "external-ai-trust",
                        "external AI whose trust has fallen below 20 of 100 runs nothing",
                        Policy.Effect.FORBID,
                        "external.cedar",
                        3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "permit (principal, action resource);                                    | mine.cedar:3: unexpected token `resource`",
                "permit (principal, action, resource) when { context.nope };             | mine.cedar:3: for policy `mine`, attribute `nope` in context",
                "permit (principal, action, resource) when { context.trust == \"much\" };| mine.cedar:3: the types Long and String are not compatible",
                "permit (principal in Origin::\"martian\", action, resource);            | is not declared as a valid eid",
                "permit (principal, action == Action::\"delete\", resource);             | unrecognized action",
                "permit (principal, action, resource) when { context.posture == Posture::\"hard\" }; | valid entity eids: \"normal_zero_trust\"",
                "permit (principal == ?principal, action, resource);                     | mine.cedar:3:",
                "permit (principal, action, resource) when { context.trust > 9 && context.trust < };| mine.cedar:3: unexpected token `}`",
                "permit (principal, action, resource)                                    | mine.cedar:2: a policy has no end",
            })
    void what_does_not_fit_is_refused_with_its_line(String policy, String fault) {
        assertThat(first("// a set\n@id(\"mine\") @reason(\"why\")\n" + policy)).contains(fault.strip());
    }

    @Test
    void the_line_of_a_fault_is_that_of_its_own_place() {
        assertThat(first(open("\n\n@id(\"x\")\n@reason(\"y\")\nforbid (\n  principal,\n  action,\n  resourc\n);")))
                .startsWith("mine.cedar:9: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "@reason(\"r\")                       | a policy has no id",
                "@id(\"a b\") @reason(\"r\")          | 'a b' is no id",
                "@id(\"x\")                           | a policy has no reason",
                "@id(\"x\") @reason(\"  \")           | a policy has no reason",
                "@id(\"base-deceives\") @reason(\"r\")| the id base-deceives is the release's own",
                "@id(\"base-mine\") @reason(\"r\")    | the id base-mine is the release's own",
                "@id(\"built-in-rescue\") @reason(\"r\")| is the release's own",
                "@id(\"open\") @reason(\"r\")         | the id open is taken by mine.cedar:1",
            })
    void a_policy_needs_an_id_of_its_own_and_a_reason(String notes, String fault) {
        assertThat(first(open(notes + "\nforbid (principal, action, resource) when { context.trust < 1 };")))
                .contains(fault.strip());
    }

    @Test
    void a_policy_that_can_never_apply_is_a_fault() {
        assertThat(first(open("@id(\"x\") @reason(\"r\")\nforbid (principal, action, resource) when { false };")))
                .startsWith("mine.cedar:2: ")
                .contains("impossible");
    }

    @Test
    void every_fault_is_told_and_not_only_the_first() {
        assertThat(faults("permit (principal, action, resource);\npermit (principal, action, resource);"))
                .hasSize(4);
    }

    @Test
    void a_set_that_locks_the_operator_out_is_refused() {
        assertThat(first("@id(\"x\") @reason(\"r\") permit (principal in Origin::\"local\", action, resource);"))
                .contains("it refuses the run of code:execute by an OPERATOR")
                .contains("permit operators");
    }

    @Test
    void a_set_of_nothing_but_comments_is_refused() {
        assertThat(first("// nothing\n")).contains("it refuses the run of code:execute by an OPERATOR");
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 100, 20_000})
    void brackets_that_would_use_up_the_parsers_stack_are_refused_before_it_sees_them(int depth) {
        assertThat(first(nested(depth))).contains("brackets nest deeper than 32");
    }

    @Test
    void brackets_as_deep_as_they_may_be_are_read() {
        assertThat(faults(nested(31))).isEmpty();
    }

    private static String nested(int depth) {
        return open("@id(\"x\") @reason(\"r\") forbid (principal, action, resource) when {" + "(".repeat(depth)
                + "context.trust < 1" + ")".repeat(depth) + "};");
    }

    @Test
    void long_chains_of_conditions_are_read() {
        String chain = IntStream.range(0, 1_000)
                .mapToObj(i -> "context.trust != 1" + (1_000 + i))
                .collect(Collectors.joining(" && "));
        assertThat(faults(
                        open("@id(\"x\") @reason(\"r\") forbid (principal, action, resource) unless {" + chain + "};")))
                .isEmpty();
    }

    @Test
    void without_a_library_the_engine_says_what_is_missing_and_the_fix() {
        assertThatThrownBy(() -> CedarEngine.load(Map.of(), Distribution.schema(), Distribution.base()))
                .isInstanceOf(EngineMissing.class)
                .hasMessageContaining("CEDAR_JAVA_FFI_LIB names no library")
                .hasMessageContaining("airlock launcher");
    }

    @Test
    void too_large_a_set_is_refused_as_a_whole() {
        var files = IntStream.range(0, 70)
                .mapToObj(i -> new PolicyFile("f%02d.cedar".formatted(i), "// nothing"))
                .toList();
        assertThat(compile(files)).isInstanceOfSatisfying(Compiled.Faulty.class, faulty -> assertThat(
                        faulty.faults().getFirst().toString())
                .contains("number of policy files is 70"));
    }
}
