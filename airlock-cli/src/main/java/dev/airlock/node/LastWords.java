package dev.airlock.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Exit;

/**
 * What a node says when its broker ends the process, which Kafka does at once when it cannot write its log any more. Kafka alone
 * would say it in the log only, and with the exit code 1, which here means that a program failed.
 */
final class LastWords {
    /** As of a command that finds no bus. */
    private static final int UNAVAILABLE = 7;

    private static final long MIB = 1 << 20;

    private LastWords() {}

    /** From now on, in this process, a broker that gives up is explained on standard error. */
    static void of(Path broker) {
        Exit.Procedure explained = (status, message) -> {
            System.err.println(text(broker, message));
            Runtime.getRuntime().halt(status == 0 ? 0 : UNAVAILABLE);
        };
        Exit.setHaltProcedure(explained);
        Exit.setExitProcedure(explained);
    }

    private static String text(Path broker, String message) {
        String why = message == null || message.isBlank() ? "" : " (" + message + ")";
        return "airlock: the broker cannot go on and has ended this node" + why + "; " + free(broker) + "\n"
                + "         try: make room (64 MiB at least) or mend the disk, then start the node again;"
                + " every token that anybody was shown is kept, and what was on the road goes on";
    }

    private static String free(Path broker) {
        try {
            return broker + " has " + Files.getFileStore(broker).getUsableSpace() / MIB + " MiB free";
        } catch (IOException e) {
            return broker + " cannot be read: " + e.getMessage();
        }
    }
}
