package dev.airlock.authorisation.cedar;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.model.DetailedError;
import com.cedarpolicy.model.Effect;
import com.cedarpolicy.model.ValidationRequest;
import com.cedarpolicy.model.ValidationResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import dev.airlock.authorisation.decide.Rescue;
import dev.airlock.authorisation.model.Authorisation;
import dev.airlock.authorisation.model.Fault;
import dev.airlock.authorisation.model.Policy;
import dev.airlock.authorisation.wire.PolicyScanner;
import dev.airlock.authorisation.wire.PolicyScanner.Scanned;
import dev.airlock.authorisation.wire.Statement;
import dev.airlock.schemas.model.PolicyFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A set of policies while it is checked. On one thread, with a deep stack. */
final class Draft {
    /** No set may have an id that begins so but the release. */
    static final String BASE = "base-";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Set<String> RESERVED =
            Set.of(Rescue.RULE, Rescue.NO_ENGINE, Authorisation.Denied.NOTHING_PERMITS);
    private static final int POLICIES_MAX = 1_000;

    private final AuthorizationEngine engine;
    private final Schema schema;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Accepted> accepted = new LinkedHashMap<>();

    private record Accepted(Policy policy, Statement statement) {}

    private Draft(AuthorizationEngine engine, Schema schema) {
        this.engine = engine;
        this.schema = schema;
    }

    static Draft of(AuthorizationEngine engine, Schema schema, List<PolicyFile> base, List<PolicyFile> files) {
        var draft = new Draft(engine, schema);
        base.forEach(file -> draft.read(file, true));
        files.forEach(file -> draft.read(file, false));
        if (draft.faults.isEmpty()) {
            draft.validate();
        }
        return draft;
    }

    List<Fault> faults() {
        return faults;
    }

    CedarSet set(String version) {
        PolicySet set = engineSet();
        try {
            set.cache();
        } catch (CacheException e) {
            throw new IllegalStateException("the engine did not keep a set that it has just validated", e);
        }
        return new CedarSet(
                engine,
                set,
                version,
                accepted.values().stream().map(Accepted::policy).toList());
    }

    private void read(PolicyFile file, boolean base) {
        switch (PolicyScanner.scan(file)) {
            case Scanned.Broken(Fault fault) -> faults.add(fault);
            case Scanned.Whole(List<Statement> statements) -> statements.forEach(statement -> read(statement, base));
        }
    }

    private void read(Statement statement, boolean base) {
        try {
            var parsed = com.cedarpolicy.model.policy.Policy.parseStaticPolicy(statement.text());
            Map<String, String> notes = parsed.getAnnotations();
            String id = notes.getOrDefault("id", "");
            String reason = notes.getOrDefault("reason", "").strip();
            if (fits(statement, id, reason, base)) {
                Policy.Effect effect = parsed.effect() == Effect.PERMIT ? Policy.Effect.PERMIT : Policy.Effect.FORBID;
                accept(new Policy(id, reason, effect, statement.file().name(), statement.firstLine()), statement);
            }
        } catch (InternalException e) {
            faults.add(located(statement, String.valueOf(e.getMessage())));
        }
    }

    private boolean fits(Statement statement, String id, String reason, boolean base) {
        int before = faults.size();
        if (!ID.matcher(id).matches()) {
            fault(
                    statement,
                    id.isEmpty()
                            ? "a policy has no id; write @id(\"its-name\") above it"
                            : "'" + id + "' is no id; use 1 to 64 letters, digits, dots, underscores and hyphens");
        } else if (!base && (id.startsWith(BASE) || RESERVED.contains(id))) {
            fault(
                    statement,
                    "the id " + id + " is the release's own; choose one that does not begin with " + BASE
                            + " and is none of "
                            + String.join(", ", RESERVED.stream().sorted().toList()));
        } else if (accepted.containsKey(id)) {
            Policy first = accepted.get(id).policy();
            fault(
                    statement,
                    "the id " + id + " is taken by " + first.file() + ":" + first.line()
                            + "; give each policy its own");
        }
        if (reason.isEmpty()) {
            fault(statement, "a policy has no reason; write @reason(\"why, for the one who is refused\") above it");
        }
        return faults.size() == before;
    }

    private void fault(Statement statement, String text) {
        faults.add(new Fault(statement.file().name(), statement.firstLine(), text));
    }

    private void accept(Policy policy, Statement statement) {
        accepted.put(policy.id(), new Accepted(policy, statement));
        if (accepted.size() == POLICIES_MAX + 1) {
            fault(statement, "a set has at most " + POLICIES_MAX + " policies; bring them together");
        }
    }

    /** The parser does not say where it stumbled, but validating the same text does. */
    private Fault located(Statement statement, String message) {
        var alone = new PolicySet(Set.of(new com.cedarpolicy.model.policy.Policy(statement.text(), "it")));
        try {
            return engine.validate(new ValidationRequest(schema, alone))
                    .errors
                    .filter(errors -> !errors.isEmpty())
                    .map(errors -> fault(statement, errors.getFirst()))
                    .orElseGet(() -> new Fault(statement.file().name(), statement.firstLine(), plain(message)));
        } catch (AuthException e) {
            return new Fault(statement.file().name(), statement.firstLine(), plain(message));
        }
    }

    private static Fault fault(Statement statement, DetailedError error) {
        String help = error.help
                .filter(text -> !text.isBlank())
                .map(text -> "; " + text)
                .orElse("");
        return error.sourceLocations.stream()
                .findFirst()
                .map(place -> {
                    String wanted = place.label
                            .filter(text -> !text.isBlank())
                            .map(text -> "; " + text)
                            .orElse("");
                    return statement.fault(place.start, plain(error.message) + wanted + help);
                })
                .orElseGet(
                        () -> new Fault(statement.file().name(), statement.firstLine(), plain(error.message) + help));
    }

    private static String plain(String message) {
        return message.replaceFirst("^(Internal error: )?(Internal JNI Error: )?", "")
                .replaceFirst("^failed to parse policy with id `[^`]*` from string: ", "");
    }

    private void validate() {
        try {
            ValidationResponse answer = engine.validate(new ValidationRequest(schema, engineSet()));
            answer.errors.ifPresent(errors -> errors.forEach(error -> faults.add(about(error))));
            answer.success.ifPresent(found -> {
                found.validationErrors.forEach(error -> faults.add(fault(error)));
                // A policy that never applies is most often a slip, and a set is loaded by people who can put it right.
                found.validationWarnings.forEach(warning -> faults.add(fault(warning)));
            });
            if (faults.isEmpty() && !answer.validationPassed()) {
                faults.add(new Fault(Fault.WHOLE, 0, "the engine does not validate it: " + answer));
            }
        } catch (AuthException e) {
            faults.add(new Fault(Fault.WHOLE, 0, "the engine does not validate it: " + e.getMessage()));
        }
    }

    private static Fault about(DetailedError error) {
        return new Fault(Fault.WHOLE, 0, plain(error.message));
    }

    private Fault fault(ValidationResponse.ValidationError error) {
        Accepted one = accepted.get(error.getPolicyId());
        return one == null ? about(error.getError()) : fault(one.statement(), error.getError());
    }

    private PolicySet engineSet() {
        Set<com.cedarpolicy.model.policy.Policy> policies = new HashSet<>();
        accepted.forEach((id, one) -> policies.add(
                new com.cedarpolicy.model.policy.Policy(one.statement().text(), id)));
        return new PolicySet(policies);
    }
}
