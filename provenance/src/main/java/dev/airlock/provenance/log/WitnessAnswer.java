package dev.airlock.provenance.log;

import java.util.Optional;

/**
 * What a witness says to a request, with the HTTP status that C2SP tlog-witness has for it. Only {@link Cosigned} changes
 * anything.
 */
public sealed interface WitnessAnswer {
    /**
     * 200: the log has only grown.
     *
     * @param next what the witness must have stored durably before it answers: the log's own signatures, and the one below
     * @param signature what the log asked for
     */
    record Cosigned(SignedCheckpoint next, NoteSignature signature) implements WitnessAnswer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String body() {
            return signature.line() + "\n";
        }
    }

    /** 400: no request, or one that can never be granted. */
    record Malformed(String reason) implements WitnessAnswer {
        @Override
        public int status() {
            return 400;
        }

        @Override
        public String body() {
            return reason + "\n";
        }
    }

    /** 403: no key of the log has signed it. */
    record Untrusted(String reason) implements WitnessAnswer {
        @Override
        public int status() {
            return 403;
        }

        @Override
        public String body() {
            return reason + "\n";
        }
    }

    /** 404: not a log that this witness looks after. */
    record UnknownLog() implements WitnessAnswer {
        @Override
        public int status() {
            return 404;
        }

        @Override
        public String body() {
            return "not a log that this witness looks after\n";
        }
    }

    /**
     * 409: the proof does not begin where the witness is; the log can ask again from there.
     *
     * @param size of the checkpoint that it signed last; 0 if none
     */
    record Stale(long size) implements WitnessAnswer {
        @Override
        public int status() {
            return 409;
        }

        @Override
        public String body() {
            return size + "\n";
        }

        @Override
        public String contentType() {
            return SIZE;
        }
    }

    /** 409: the log signed another root for the size that the witness has signed. This is proof; tell people. */
    record Forked(Equivocation evidence) implements WitnessAnswer {
        @Override
        public int status() {
            return 409;
        }

        @Override
        public String body() {
            return evidence.first().checkpoint().size() + "\n";
        }

        @Override
        public String contentType() {
            return SIZE;
        }
    }

    /**
     * 422: the log signed a larger tree, and the proof does not show that it begins with the one that the witness signed. A fork
     * looks like this, and so does a wrong proof for an honest log: only that log can say which, by a proof that is right.
     *
     * @param kept what the witness signed last, if anything
     * @param offered what it was asked to sign
     * @param reason what is wrong with the proof
     */
    record Inconsistent(Optional<SignedCheckpoint> kept, SignedCheckpoint offered, LogRejected reason)
            implements WitnessAnswer {
        @Override
        public int status() {
            return 422;
        }

        @Override
        public String body() {
            return reason.getMessage() + "\n";
        }
    }

    /** How tlog-witness calls the body that is a size. */
    String SIZE = "text/x.tlog.size";

    /** The HTTP status. */
    int status();

    /** The body, for the log's program or for people. */
    String body();

    /** What the body is. */
    default String contentType() {
        return "text/plain; charset=utf-8";
    }
}
