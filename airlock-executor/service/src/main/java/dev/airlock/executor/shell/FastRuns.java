package dev.airlock.executor.shell;

import dev.airlock.executor.decide.Report;
import dev.airlock.executor.model.Account;
import dev.airlock.executor.model.CallOff;
import dev.airlock.executor.model.Delivery;
import dev.airlock.executor.model.Delivery.Contents;
import dev.airlock.executor.model.Given;
import dev.airlock.lane.Attendance;
import dev.airlock.lane.Conclusion;
import dev.airlock.lane.Runs;
import dev.airlock.microvm.personality.Recording;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.UnsealedToken;
import dev.airlock.schemas.keys.CallerKeys.Speaker;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.FileName;
import dev.airlock.schemas.model.Intent;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.Order;
import dev.airlock.schemas.model.Output;
import dev.airlock.schemas.wire.Intents;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The executor for the fast lane: the same slots, checks, plans, runs and judgements as for orders of the bus. Any thread. */
final class FastRuns implements Runs {
    /** No partition of the bus can be lost under such a run. */
    private static final Tenure TENURE = Tenure.lasting();

    /** What a file in an output takes beside its name and its bytes: two lengths. */
    private static final int FILE_BYTES = 16;

    private static final String LONGEST_NAME = "x".repeat(FileName.LENGTH_MAX);
    /** The readings of the clocks, and what is around them. */
    private static final int RECORDING_BYTES_MAX = Recording.READINGS_BYTES_MAX + 1024;

    private final Identity identity;
    private final Slots slots;
    private final Workbench workbench;
    private final int outputBytesMax;

    /** @param outputBytesMax the most output that an order may grant here */
    FastRuns(Identity identity, Slots slots, Workbench workbench, int outputBytesMax) {
        this.identity = identity;
        this.slots = slots;
        this.workbench = workbench;
        this.outputBytesMax = outputBytesMax;
    }

    @Override
    public String actor() {
        return identity.actor();
    }

    @Override
    public <T> CompletionStage<T> onSlot(Order order, Supplier<T> work) {
        return slots.submit(order, work);
    }

    @Override
    public Conclusion run(Order order, Intents.Opened intent, Entrance entrance, Attendance attendance) {
        Delivery delivery = new Delivery(order, contents(intent), entrance);
        return new Ended(workbench.conclude(delivery, TENURE, attendance::wrote));
    }

    @Override
    public int leftBytesMax(Order order, Intents.Opened intent) {
        return leftBytesMax(order.outputBytesMax(), intent.intent().outputs());
    }

    @Override
    public int leftBytesMax() {
        return leftBytesMax(outputBytesMax, Collections.nCopies(Intent.OUTPUTS_MAX, LONGEST_NAME));
    }

    @Override
    public int slots() {
        return slots.count();
    }

    /** @param names of the files that are kept */
    static int leftBytesMax(int outputBytesMax, List<String> names) {
        int files = names.isEmpty() ? 0 : Given.OUTPUT_FILES_BYTES_MAX;
        return outputBytesMax
                + files
                + names.stream().mapToInt(name -> name.length() + FILE_BYTES).sum()
                + RECORDING_BYTES_MAX;
    }

    @Override
    public void callOff(IntentKey key, String by) {
        workbench.callOff(new CallOff(key, new CallOff.Authority.Ingress(), by));
    }

    @Override
    public void forgetCallOffs(IntentKey key) {
        workbench.forgetCallOffs(key);
    }

    private static Contents contents(Intents.Opened intent) {
        return switch (intent.caller()) {
            case Intents.Caller.Forged(String reason) -> new Contents.Forged(reason);
            case Intents.Caller.Known(Speaker _, KeyId key) -> opened(intent, Optional.of(key.value()));
            case Intents.Caller.Unknown _ -> opened(intent, Optional.empty());
        };
    }

    private static Contents opened(Intents.Opened intent, Optional<String> signer) {
        return new Contents.Opened(intent.intent(), intent.intentHash(), intent.payloadHash(), signer);
    }

    private record Ended(Concluded end) implements Conclusion {
        @Override
        public IntentKey key() {
            return end.delivery().order().key();
        }

        @Override
        public UnsealedToken token(Seal seal) {
            return Report.token(
                    end.delivery(), end.account(), end.posture(), new Report.Seal(seal.id(), seal.actor(), seal.now()));
        }

        @Override
        public Optional<Output> output(Token token) {
            return switch (end.account()) {
                case Account.Ran ran -> Optional.of(TokenRecords.output(key(), token, ran.trace()));
                case Account.Refused _ -> Optional.empty();
            };
        }
    }
}
