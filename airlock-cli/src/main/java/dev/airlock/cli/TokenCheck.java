package dev.airlock.cli;

import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.provenance.export.Attestation;
import dev.airlock.provenance.export.CloudEvent;
import dev.airlock.provenance.export.EnvelopeRejected;
import dev.airlock.provenance.foreign.ForeignRejected;
import dev.airlock.provenance.foreign.ForeignToken;
import dev.airlock.provenance.foreign.IetfReader;
import dev.airlock.provenance.foreign.TibetCoreReader;
import dev.airlock.schemas.keys.VerifyingKey;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * Judges a token in whatever form by the rules of that form.
 *
 * @param ours for tokens that Airlock sealed
 * @param exporters who may have signed envelopes
 */
record TokenCheck(
        TokenReader ours, Collection<VerifyingKey> exporters, TibetCoreReader python, IetfReader draft, Instant now) {
    /**
     * A token that holds.
     *
     * @param foreign what is known of one that is not ours, to be looked at together with its kin
     * @param proof what holds, for people
     */
    record Sound(TokenForm form, String id, Optional<ForeignToken> foreign, String proof) {}

    /** It does not hold. */
    static final class Unsound extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        Unsound(String reason, Exception problem) {
            super(problem.getMessage(), problem);
            this.reason = reason;
        }

        /** The reason's name, for programs. */
        String reason() {
            return reason;
        }
    }

    /**
     * @param form by whose rules
     * @throws Unsound with the first reason
     */
    Sound judge(TokenForm form, byte[] json) throws Unsound {
        try {
            return switch (form) {
                case AIRLOCK -> sealed(form, ours.readJson(json));
                case INTOTO -> sealed(form, Attestation.read(json, exporters, ours));
                case CLOUDEVENTS -> sealed(form, CloudEvent.read(json, ours));
                case TIBET_CORE -> foreign(form, python.read(json, now));
                case IETF -> foreign(form, draft.read(json, now));
            };
        } catch (TokenRejected e) {
            throw new Unsound(e.reason().name(), e);
        } catch (EnvelopeRejected e) {
            throw new Unsound(e.reason().name(), e);
        } catch (ForeignRejected e) {
            throw new Unsound(e.reason().name(), e);
        }
    }

    private static Sound sealed(TokenForm form, Token token) {
        return new Sound(form, token.id().value(), Optional.empty(), "sealed by " + token.signer());
    }

    private static Sound foreign(TokenForm form, ForeignToken token) {
        return new Sound(form, token.id(), Optional.of(token), token.proof().text());
    }
}
