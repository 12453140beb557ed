package dev.airlock.ledger.audit.shell;

import dev.airlock.ledger.audit.model.RecordPlace;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One thing done to a topic by somebody who should not.
 *
 * @param what in words, for a failure
 * @param tokens the topic afterwards
 * @param names the records one of which must be the first that is found
 * @param atAnEnd whether nothing shows it but the end of a chain that nobody has marked; then no audit can find it in the tokens
 */
record Mutation(String what, Map<Integer, List<Recorded>> tokens, Set<RecordPlace> names, boolean atAnEnd) {
    /** The ways. */
    enum Kind {
        FIELD_UNSIGNED,
        FIELD_SIGNED_BY_A_STRANGER,
        FIELD_SIGNED_BY_ITS_SEALER,
        BESIDE_THE_SIGNED_BYTES,
        RECORD_KEY,
        RECORD_TIME,
        BYTE,
        DROP,
        SWAP,
        DUPLICATE,
        TRUNCATE,
        BACK_DATE,
        ANOTHER_PARTITION,
        SECOND_TOKEN
    }

    Mutation {
        names = Set.copyOf(names);
    }
}
