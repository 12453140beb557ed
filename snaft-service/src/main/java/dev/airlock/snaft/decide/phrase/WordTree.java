package dev.airlock.snaft.decide.phrase;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds every occurrence of many words in one pass over a text (Aho and Corasick, 1975, as a full table). The time is linear in the
 * text and the occurrences. Immutable, for any thread.
 */
final class WordTree {
    private static final int NONE = -1;

    private final List<String> words;
    private final int[] classes = new int[128];
    private final int width;
    private final int[] next;
    private final int[][] ends;

    /** Told of each occurrence. */
    interface Finder {
        /** The word with this number, of this length, ends before {@code end}. */
        void found(int word, int start, int end);
    }

    /** Words of ASCII; their numbers are their places in the list. */
    WordTree(List<String> words) {
        this.words = List.copyOf(words);
        int used = 1;
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                if (classes[word.charAt(i)] == 0) {
                    classes[word.charAt(i)] = used++;
                }
            }
        }
        this.width = used;
        List<int[]> rows = new ArrayList<>();
        List<List<Integer>> found = new ArrayList<>();
        grow(rows, found);
        for (int word = 0; word < words.size(); word++) {
            plant(word, rows, found);
        }
        link(rows, found);
        this.next = new int[rows.size() * width];
        this.ends = new int[rows.size()][];
        for (int state = 0; state < rows.size(); state++) {
            System.arraycopy(rows.get(state), 0, next, state * width, width);
            ends[state] = found.get(state).stream().mapToInt(word -> word).toArray();
        }
    }

    /** Tells of every occurrence, in the order of their ends. */
    void search(String text, Finder finder) {
        int state = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            state = next[state * width + (c < 128 ? classes[c] : 0)];
            for (int word : ends[state]) {
                finder.found(word, i + 1 - words.get(word).length(), i + 1);
            }
        }
    }

    private void plant(int word, List<int[]> rows, List<List<Integer>> found) {
        int state = 0;
        for (int i = 0; i < words.get(word).length(); i++) {
            int c = classes[words.get(word).charAt(i)];
            if (rows.get(state)[c] == NONE) {
                rows.get(state)[c] = grow(rows, found);
            }
            state = rows.get(state)[c];
        }
        found.get(state).add(word);
    }

    private int grow(List<int[]> rows, List<List<Integer>> found) {
        int[] row = new int[width];
        Arrays.fill(row, NONE);
        rows.add(row);
        found.add(new ArrayList<>());
        return rows.size() - 1;
    }

    /** Breadth first: where a word does not go on, the text goes on where its longest ending that begins a word does. */
    private void link(List<int[]> rows, List<List<Integer>> found) {
        int[] fallback = new int[rows.size()];
        ArrayDeque<Integer> open = new ArrayDeque<>(List.of(0));
        while (!open.isEmpty()) {
            int state = open.remove();
            int[] row = rows.get(state);
            for (int c = 0; c < width; c++) {
                int back = state == 0 ? 0 : rows.get(fallback[state])[c];
                if (row[c] == NONE) {
                    row[c] = back;
                } else {
                    fallback[row[c]] = back;
                    found.get(row[c]).addAll(found.get(back));
                    open.add(row[c]);
                }
            }
        }
    }
}
