package dev.airlock.provenance.token;

import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Mode;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.RuntimeMode;
import java.util.List;
import java.util.Optional;

/**
 * What is around it: the circumstances. Enums are spelt as {@link Labels} says.
 *
 * @param posture how guarded the system was
 * @param runtimeMode the runtime's mode in that posture
 * @param cause what caused the posture
 * @param backend what ran it, a real one; empty if nothing did
 * @param isolation the boundary in words, with the flavour of KVM; 1 to 500 characters
 * @param limits what the run was allowed
 * @param origin the class of the caller
 * @param principal the caller as authenticated; 1 to 256 characters
 * @param lane by which the intent came
 * @param mode audit if calls outside the policy were only counted; a token that says nothing of it says enforce
 * @param onBehalfOf whose rights the caller used, by the names of those who delegated them, the first one first, at most {@value #NAMES_MAX}, 1 to 256
 *     characters each; none if he used his own
 */
public record Eromheen(
        PostureLevel posture,
        RuntimeMode runtimeMode,
        Cause cause,
        Optional<Backend> backend,
        Optional<String> isolation,
        Optional<Limits> limits,
        Times times,
        Origin origin,
        Optional<String> principal,
        Lane lane,
        Mode mode,
        List<String> onBehalfOf) {
    /** The most names of those on whose behalf something is asked for. */
    public static final int NAMES_MAX = 17;

    /** Of a run whose policy was enforced, or of none, on its caller's own behalf. */
    public Eromheen(
            PostureLevel posture,
            RuntimeMode runtimeMode,
            Cause cause,
            Optional<Backend> backend,
            Optional<String> isolation,
            Optional<Limits> limits,
            Times times,
            Origin origin,
            Optional<String> principal,
            Lane lane) {
        this(
                posture,
                runtimeMode,
                cause,
                backend,
                isolation,
                limits,
                times,
                origin,
                principal,
                lane,
                Mode.ENFORCE,
                List.of());
    }

    /** @throws IllegalArgumentException if the lane, the mode or the backend is no real one or a text is unfit */
    public Eromheen {
        Checks.lane("eromheen.lane", lane);
        if (mode == Mode.UNKNOWN) {
            throw new IllegalArgumentException("eromheen.mode must be known");
        }
        if (backend.filter(one -> one == Backend.ANY || one == Backend.UNKNOWN).isPresent()) {
            throw new IllegalArgumentException("eromheen.backend must be the one that ran it");
        }
        isolation.ifPresent(text -> Checks.text("eromheen.isolation", text, 500));
        principal.ifPresent(text -> Checks.text("eromheen.principal", text, 256));
        if (onBehalfOf.size() > NAMES_MAX) {
            throw new IllegalArgumentException(
                    "eromheen.on_behalf_of has " + onBehalfOf.size() + " names; at most " + NAMES_MAX);
        }
        onBehalfOf.forEach(name -> Checks.text("eromheen.on_behalf_of", name, 256));
        onBehalfOf = List.copyOf(onBehalfOf);
    }
}
