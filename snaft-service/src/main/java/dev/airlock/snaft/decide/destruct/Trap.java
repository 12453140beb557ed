package dev.airlock.snaft.decide.destruct;

import java.util.List;
import java.util.Optional;

/** One way to destroy a machine, recognised in one command. Reads the command once. */
interface Trap {
    /** What the command would do; empty if this trap knows nothing against it. */
    Optional<String> caught(List<Token> command);
}
