package dev.airlock.road;

import java.util.List;

/** A record whose run has ended and whose outputs wait to be sealed and committed. */
record Finished(Share share, Inbound record, Sealing sealing) {
    static List<Inbound> records(List<Finished> finished) {
        return finished.stream().map(Finished::record).toList();
    }
}
