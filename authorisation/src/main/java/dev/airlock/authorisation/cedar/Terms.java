package dev.airlock.authorisation.cedar;

import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.Value;
import dev.airlock.authorisation.model.Ask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A question in the schema's terms. What is written here is typed as the schema says, so the engine need not check it at every question. */
final class Terms {
    private static final EntityTypeName PRINCIPAL = type("Principal");
    private static final EntityTypeName ORIGIN = type("Origin");
    private static final EntityTypeName INTENT = type("Intent");
    private static final EntityTypeName ROUTE = type("Route");
    private static final EntityTypeName IMAGE = type("Image");
    private static final EntityTypeName POSTURE = type("Posture");
    private static final EntityTypeName CAUSE = type("Cause");
    private static final EntityTypeName BACKEND = type("Backend");
    private static final EntityTypeName LANE = type("Lane");
    private static final EntityTypeName RISK = type("Risk");
    private static final EntityTypeName FLAG = type("Flag");
    private static final EntityUID RUN = type("Action").of("run");

    private Terms() {}

    private static EntityTypeName type(String name) {
        return EntityTypeName.parse(name).orElseThrow();
    }

    static AuthorizationRequest request(Ask ask) {
        return new AuthorizationRequest(
                PRINCIPAL.of(ask.principal()),
                RUN,
                INTENT.of(ask.intent()),
                Optional.of(context(ask)),
                Optional.empty(),
                false);
    }

    private static Map<String, Value> context(Ask ask) {
        Map<String, Value> context = new HashMap<>();
        context.put("posture", one(POSTURE, ask.posture()));
        context.put("cause", one(CAUSE, ask.cause()));
        context.put("origin", one(ORIGIN, ask.origin()));
        context.put("trust", new PrimLong((long) ask.trust()));
        context.put("risk", one(RISK, ask.risk()));
        context.put("backend", one(BACKEND, ask.backend()));
        context.put("lane", one(LANE, ask.lane()));
        context.put("identity_bound", new PrimBool(ask.identityBound()));
        context.put("approved", new PrimBool(ask.approved()));
        context.put("fresh_copy", new PrimBool(ask.freshCopy()));
        context.put("memory_mib", new PrimLong((long) ask.memoryMib()));
        context.put("timeout_millis", new PrimLong((long) ask.timeoutMillis()));
        context.put(
                "flags",
                new CedarList(ask.flags().stream()
                        .<Value>map(flag -> FLAG.of(flag.label()))
                        .toList()));
        context.put(
                "on_behalf_of",
                new CedarList(
                        ask.onBehalfOf().stream().<Value>map(PRINCIPAL::of).toList()));
        return context;
    }

    static Set<Entity> entities(Ask ask) {
        Set<EntityUID> groups = new HashSet<>();
        groups.add(ROUTE.of(ask.route()));
        groups.add(IMAGE.of(ask.image()));
        for (int colon = ask.intent().indexOf(':');
                colon > 0;
                colon = ask.intent().indexOf(':', colon + 1)) {
            groups.add(INTENT.of(ask.intent().substring(0, colon)));
        }
        return Set.of(
                new Entity(PRINCIPAL.of(ask.principal()), Set.of(one(ORIGIN, ask.origin()))),
                new Entity(INTENT.of(ask.intent()), groups));
    }

    private static EntityUID one(EntityTypeName type, Enum<?> constant) {
        return type.of(constant.name().toLowerCase(Locale.ROOT));
    }
}
