package dev.airlock.authorisation.cedar;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.policy.PolicySet;
import dev.airlock.authorisation.decide.Authorises;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Policy;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A set of policies that was checked. Cedar's rule: it is allowed if a permit applies and no forbid does. Stricter here: a policy that cannot be
 * evaluated (an overflow, say) would be left out by the engine, a forbid among them; so it denies. Any thread.
 */
public final class CedarSet implements Authorises {
    private final AuthorizationEngine engine;
    private final PolicySet set;
    private final String version;
    private final Map<String, Policy> policies = new LinkedHashMap<>();

    CedarSet(AuthorizationEngine engine, PolicySet set, String version, List<Policy> policies) {
        this.engine = engine;
        this.set = set;
        this.version = version;
        policies.forEach(policy -> this.policies.put(policy.id(), policy));
    }

    /** {@code sha256:} of its files, the base apart. */
    public String version() {
        return version;
    }

    /** Its policies, the base's first, then by file and line. */
    public List<Policy> policies() {
        return List.copyOf(policies.values());
    }

    @Override
    public Authorisation on(Ask ask) {
        try {
            AuthorizationResponse answer = engine.isAuthorized(Terms.request(ask), set, Terms.entities(ask));
            return answer.success.map(this::said).orElseGet(() -> failed(String.valueOf(answer.errors)));
        } catch (AuthException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private Authorisation said(AuthorizationSuccessResponse answer) {
        List<String> determining = sorted(answer.getReason());
        if (!answer.isAllowed() && !determining.isEmpty()) {
            return new Authorisation.Denied(determining, reasonOf(determining.getFirst()), version);
        }
        if (!answer.getErrors().isEmpty()) {
            List<String> broken = sorted(answer.getErrors().stream()
                    .map(error -> error.getPolicyId())
                    .toList());
            return new Authorisation.Denied(
                    broken,
                    "the policy cannot be evaluated for this intent, so nothing is allowed: "
                            + answer.getErrors().getFirst().getError().message,
                    version);
        }
        return answer.isAllowed()
                ? new Authorisation.Allowed(determining, version)
                : new Authorisation.Denied(
                        List.of(Authorisation.Denied.NOTHING_PERMITS),
                        "no policy permits it; see airlock policy explain",
                        version);
    }

    private String reasonOf(String id) {
        return policies.get(id).reason();
    }

    private Authorisation failed(String why) {
        return new Authorisation.Denied(List.of(Rescue.NO_ENGINE), "the policy engine failed: " + why, version);
    }

    private static List<String> sorted(Collection<String> ids) {
        return ids.stream().distinct().sorted().toList();
    }
}
