package dev.airlock.setup.shell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Does one step after the other and says so; or, as a rehearsal, only says so. */
final class Hands {
    private final boolean rehearsal;
    private final Consumer<String> say;
    private final List<String> left = new ArrayList<>();

    /** One thing to do. */
    interface Deed {
        void run() throws IOException, SetupFailed, InterruptedException;
    }

    Hands(boolean rehearsal, Consumer<String> say) {
        this.rehearsal = rehearsal;
        this.say = say;
    }

    boolean rehearsal() {
        return rehearsal;
    }

    void step(String what, Deed deed) throws IOException, SetupFailed, InterruptedException {
        say.accept((rehearsal ? "would " : "") + what);
        if (!rehearsal) {
            deed.run();
        }
    }

    void note(String what) {
        say.accept(what);
    }

    /** Something that only the operator can do. */
    void leave(String what) {
        left.add(what);
        say.accept("left to you: " + what);
    }

    List<String> left() {
        return List.copyOf(left);
    }
}
