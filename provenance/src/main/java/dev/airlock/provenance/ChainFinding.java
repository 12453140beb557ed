package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.TokenId;
import java.time.Duration;

/** Something wrong with a chain. Each case names the record at which it shows. */
public sealed interface ChainFinding {
    /** The record at which it shows; for {@link TailMissing} the last one that was there. */
    Place place();

    /** One sentence for people. */
    String text();

    /** Tokens between two sequence numbers are missing. */
    record Gap(Place place, TokenId token, long expected, long found) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "sequence " + found + " where " + expected + " should follow: tokens are missing";
        }
    }

    /** A place in the chain that was already taken: a token again, out of order, or of an epoch that is over. */
    record Rewound(Place place, TokenId token, long epoch, long sequence) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "epoch " + epoch + " sequence " + sequence + " was already passed";
        }
    }

    /** The token before it is not the one that it names. */
    record WrongParent(Place place, TokenId token) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "names another parent than the token before it";
        }
    }

    /** The first token seen of a chain or of an epoch is not its genesis. */
    record GenesisMissing(Place place, TokenId token, long epoch, long sequence) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "epoch " + epoch + " begins at sequence " + sequence
                    + ": its beginning is missing";
        }
    }

    /** The genesis of an epoch names another end of the epoch before than the one that was seen. */
    record WrongEpoch(Place place, TokenId token, long epoch) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "the genesis of epoch " + epoch + " does not name the last token before it";
        }
    }

    /** A second first token of one chain and epoch. */
    record SecondGenesis(Place place, TokenId token, long epoch) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "epoch " + epoch + " has a second genesis";
        }
    }

    /** Made earlier than its parent by more than clocks may differ. */
    record BeforeParent(Place place, TokenId token, Duration by) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "made " + by.toMillis() + " ms before its parent";
        }
    }

    /** It says that it lies in another partition. */
    record WrongPartition(Place place, TokenId token, int named) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "belongs to partition " + named;
        }
    }

    /** Another record has the same token id. */
    record DuplicateId(Place place, TokenId token, Place first) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "the record at " + first + " has the same token id";
        }
    }

    /** Its intent, that is session and intent id, has a token already. */
    record SecondToken(Place place, TokenId token, Place first) implements ChainFinding {
        @Override
        public String text() {
            return at(place, token) + "the record at " + first + " is a token of the same intent";
        }
    }

    /** The chain ends before the head that its sealer remembers. */
    record TailMissing(Place place, ChainName chain) implements ChainFinding {
        @Override
        public String text() {
            return "record " + place + ": the chain of " + chain.sealer() + " (" + Labels.of(chain.lane())
                    + ") goes on behind it, but the tokens are missing";
        }
    }

    private static String at(Place place, TokenId token) {
        return "record " + place + ", token " + token + ": ";
    }
}
