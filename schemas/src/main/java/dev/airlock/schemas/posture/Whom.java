package dev.airlock.schemas.posture;

import dev.airlock.schemas.model.Scope;
import java.util.List;

/**
 * For whom a posture is asked.
 *
 * @param principal the authenticated holder's name, {@code anonymous} if there is none
 * @param session the intent's session
 */
public record Whom(String principal, String session) {
    /** The scopes besides the fleet that bind him. */
    public List<String> scopes() {
        return List.of(Scope.agent(principal).text(), Scope.session(session).text());
    }
}
