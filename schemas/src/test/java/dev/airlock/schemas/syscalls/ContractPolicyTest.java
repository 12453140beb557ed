package dev.airlock.schemas.syscalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.airlock.schemas.routes.Routes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContractPolicyTest {
    @Test
    void every_route_lets_its_programs_call_the_base() {
        for (String name : Routes.load().policies()) {
            ContractPolicy policy = ContractPolicy.of(Optional.of(name));
            assertThat(ContractPolicy.BASE).as(name).allSatisfy(call -> assertThat(policy.rule(call))
                    .isInstanceOf(Ruling.Allowed.class));
        }
    }

    @Test
    void a_name_that_nobody_knows_is_not_allowed() {
        assertThat(ContractPolicy.of(Optional.empty()).rule("sys_\u0456nvented"))
                .isEqualTo(new Ruling.Violation("sys_\u0456nvented", Ruling.Cause.NOT_ALLOWED));
    }

    @Test
    void a_policy_that_is_not_there_is_an_error_and_not_an_empty_list() {
        assertThatIllegalStateException().isThrownBy(() -> ContractPolicy.of(Optional.of("no-such")));
    }
}
