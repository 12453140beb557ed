package dev.airlock.snaft.decide.phrase;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds every occurrence of many words in one pass over a text (Aho and Corasick, 1975). The time is linear in the text and the
 * occurrences. Immutable, for any thread.
 *
 * <p>A state is a beginning of a word. States are numbered by their length, and those that go on from one are neighbours, so a table of
 * steps is not needed but for the shortest: what an ordinary text visits is small enough to stay near the processor.
 */
final class WordTree {
    private static final int ASCII = 128;
    private static final int[] NO_WORDS = {};

    private final int[] lengths;
    /** By state: the first of those that go on from it; the last is the one before the next state's first. */
    private final int[] first;
    /** By state: its last character. */
    private final byte[] last;
    /** By state: its longest ending that is a state too. */
    private final int[] fallback;
    /** By state: the words that end there, the longest first. */
    private final int[][] ends;
    /** The states before this one have at most one character; their steps are in {@link #near}. */
    private final int far;

    private final int[] near;

    /** Told of each occurrence. */
    interface Finder {
        /** The word with this number lies from {@code start} to before {@code end}. */
        void found(int word, int start, int end);
    }

    /** Words of ASCII, none of them empty; their numbers are their places in the list. */
    WordTree(List<String> words) {
        this.lengths = words.stream().mapToInt(String::length).toArray();
        int most = IntStream.of(lengths).sum() + 1;
        this.first = new int[most + 1];
        this.last = new byte[most];
        this.fallback = new int[most];
        this.ends = new int[most][];
        grow(words);
        this.far = first[1];
        this.near = new int[far * ASCII];
        for (int state = 0; state < far; state++) {
            for (int c = 0; c < ASCII; c++) {
                near[state * ASCII + c] = slowStep(state, (byte) c);
            }
        }
    }

    /** Breadth first over the sorted words, of which those with the same beginning are neighbours. */
    private void grow(List<String> words) {
        int[] sorted = IntStream.range(0, words.size())
                .boxed()
                .sorted(Comparator.comparing(words::get))
                .mapToInt(word -> word)
                .toArray();
        int[] from = new int[last.length];
        int[] to = new int[last.length];
        int[] length = new int[last.length];
        to[0] = sorted.length;
        int states = 1;
        for (int state = 0; state < states; state++) {
            int next = from[state];
            while (next < to[state] && lengths[sorted[next]] == length[state]) {
                next++;
            }
            ends[state] = joined(sorted, from[state], next, state == 0 ? NO_WORDS : ends[fallback[state]]);
            first[state] = states;
            while (next < to[state]) {
                char c = words.get(sorted[next]).charAt(length[state]);
                from[states] = next;
                while (next < to[state] && words.get(sorted[next]).charAt(length[state]) == c) {
                    next++;
                }
                to[states] = next;
                length[states] = length[state] + 1;
                last[states] = (byte) c;
                fallback[states] = state == 0 ? 0 : slowStep(fallback[state], (byte) c);
                states++;
            }
        }
        Arrays.fill(first, states, first.length, states);
    }

    private static int[] joined(int[] sorted, int from, int to, int[] shorter) {
        if (from == to) {
            return shorter;
        }
        int[] all = Arrays.copyOf(Arrays.copyOfRange(sorted, from, to), to - from + shorter.length);
        System.arraycopy(shorter, 0, all, to - from, shorter.length);
        return all;
    }

    private int slowStep(int from, byte c) {
        int state = from;
        while (true) {
            for (int longer = first[state]; longer < first[state + 1]; longer++) {
                if (last[longer] == c) {
                    return longer;
                }
            }
            if (state == 0) {
                return 0;
            }
            state = fallback[state];
        }
    }

    /**
     * Tells of every occurrence, in the order of their ends.
     *
     * @return how much that took: the states and neighbours that were looked at, and the occurrences; at most a small multiple of the text's
     *     length, whatever the text
     */
    long search(String text, Finder finder) {
        long work = 0;
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ASCII) {
                state = 0;
                work++;
                continue;
            }
            int next = -1;
            while (state >= far && next < 0) {
                int longer = first[state];
                int end = first[state + 1];
                while (longer < end && last[longer] != c) {
                    longer++;
                }
                work += longer - first[state] + 1;
                if (longer < end) {
                    next = longer;
                } else {
                    state = fallback[state];
                }
            }
            state = next >= 0 ? next : near[state * ASCII + c];
            work += 1 + ends[state].length;
            for (int word : ends[state]) {
                finder.found(word, i + 1 - lengths[word], i + 1);
            }
        }
        return work;
    }
}
