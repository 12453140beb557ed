package dev.airlock.ledger.audit.wire;

import dev.airlock.ledger.audit.model.Ending;

/** The colours of endings, as classes of the page's style sheet: told apart also by who sees no red or green, and in the dark. */
final class Palette {
    /** The style sheet's part. */
    static final String CSS = """
            :root{color-scheme:light dark;--ground:#f6f7f9;--sheet:#fff;--ink:#1b2330;--soft:#5d6878;--line:#dfe3e9;--good:#0a7d55;--bad:#c2274b;
            --completed:#3b82c4;--failed:#8fb8dc;--refused:#e0a63a;--cancelled:#a9a3b8;--unavailable:#c9cdd4;--violation:#c2274b;--limit:#e4794f;
            --faulted:#7d4e9e}
            @media (prefers-color-scheme:dark){:root{--ground:#12161d;--sheet:#1a202a;--ink:#e6eaf0;--soft:#98a3b3;--line:#2c3542;--good:#46c08f;
            --bad:#f2708d;--completed:#5a9fe0;--failed:#39597a;--refused:#e3b155;--cancelled:#6f6a80;--unavailable:#4b5360;--violation:#f2708d;
            --limit:#ef9470;--faulted:#b088d0}}
            """;

    private Palette() {}

    /** The colour of an ending. */
    static String of(Ending ending) {
        return "var(--" + ending.label() + ")";
    }
}
