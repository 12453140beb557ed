package dev.airlock.authorisation;

import dev.airlock.authorisation.cedar.CedarEngine;
import dev.airlock.authorisation.cedar.CedarSet;
import dev.airlock.authorisation.cedar.Compiled;
import dev.airlock.authorisation.cedar.EngineMissing;
import dev.airlock.authorisation.model.Ask;
import dev.airlock.authorisation.model.Flag;
import dev.airlock.authorisation.shell.Distribution;
import dev.airlock.schemas.model.Backend;
import dev.airlock.schemas.model.Cause;
import dev.airlock.schemas.model.Lane;
import dev.airlock.schemas.model.Origin;
import dev.airlock.schemas.model.PolicyFile;
import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Risk;
import java.util.List;
import java.util.Set;

/** What the tests of this house are about. */
public final class PolicySamples {
    private PolicySamples() {}

    /** The engine as a node has it, loaded once per process. */
    public static final class Engine {
        private static final CedarEngine ENGINE = load();

        private Engine() {}

        private static CedarEngine load() {
            try {
                return CedarEngine.load(System.getenv(), Distribution.schema(), Distribution.base());
            } catch (EngineMissing e) {
                throw new AssertionError(e);
            }
        }
    }

    public static CedarEngine engine() {
        return Engine.ENGINE;
    }

    /** The set of one file with this text. */
    public static CedarSet set(String text) {
        return good(compile(text));
    }

    /** What becomes of a set of one file with this text. */
    public static Compiled compile(String text) {
        return compile(List.of(new PolicyFile("mine.cedar", text)));
    }

    public static Compiled compile(List<PolicyFile> files) {
        try {
            return engine().compile(files);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The release's own set. */
    public static CedarSet own() {
        return good(compile(Distribution.policies()));
    }

    private static CedarSet good(Compiled compiled) {
        if (compiled instanceof Compiled.Good(CedarSet set)) {
            return set;
        }
        throw new AssertionError(compiled);
    }

    /** A text that permits everything, to which one may add. */
    public static String open(String more) {
        return "@id(\"open\") @reason(\"everybody may\") permit (principal, action, resource);\n" + more;
    }

    /** A local caller's plain run. */
    public static Ask ask() {
        return ask(Origin.LOCAL);
    }

    public static Ask ask(Origin origin, Flag... flags) {
        return new Ask(
                "somebody",
                origin,
                "code:execute",
                "code:execute",
                "airlock-python:latest",
                PostureLevel.NORMAL_ZERO_TRUST,
                Cause.RUNTIME,
                Backend.ANY,
                Lane.BUS,
                Risk.BENIGN,
                50,
                true,
                false,
                true,
                0,
                0,
                Set.of(flags));
    }
}
