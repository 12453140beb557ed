package dev.airlock.microvm;

import dev.airlock.microvm.files.GuestFile;
import dev.airlock.microvm.personality.Recording;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All there is to know of one run.
 *
 * @param end how it ended
 * @param stdout what it wrote to descriptor 1
 * @param stderr what it wrote to descriptor 2
 * @param ran wall time from the request to the end, without tearing the machine down
 * @param calls system calls made, the delivery of the payload among them
 * @param unknownCalls calls that were answered with ENOSYS, number to count
 * @param peakMemoryBytes the most memory the guest had mapped at one time
 * @param files those of the wanted that the guest left in /out; none unless it ended itself
 * @param recording the world that it lived in
 * @param strayed how a run left the recording that it was played; empty if it did not, or was played none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; the accessors' callers own the record
public record RunTrace(
        End end,
        byte[] stdout,
        byte[] stderr,
        Duration ran,
        long calls,
        SortedMap<Integer, Long> unknownCalls,
        long peakMemoryBytes,
        List<GuestFile> files,
        Recording recording,
        Optional<String> strayed) {
    public RunTrace {
        stdout = stdout.clone();
        stderr = stderr.clone();
        files = List.copyOf(files);
        unknownCalls = Collections.unmodifiableSortedMap(new TreeMap<>(unknownCalls));
    }
}
