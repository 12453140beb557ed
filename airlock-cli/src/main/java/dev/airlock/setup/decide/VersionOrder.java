package dev.airlock.setup.decide;

import java.util.List;

/** Which of two versions comes first. Source: Semantic Versioning 2.0.0, section 11. */
final class VersionOrder {
    private VersionOrder() {}

    static int compare(String left, String right) {
        int byNumbers = identifiers(core(left), core(right));
        return byNumbers != 0 ? byNumbers : preRelease(rest(left), rest(right));
    }

    private static String core(String version) {
        return version.split("-", 2)[0];
    }

    private static String rest(String version) {
        String[] parts = version.split("-", 2);
        return parts.length == 1 ? "" : parts[1];
    }

    /** 11.3: a pre-release comes before its version. */
    private static int preRelease(String left, String right) {
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        return identifiers(left, right);
    }

    /** 11.2 and 11.4: one by one, and the longer one is later when all before are the same. */
    private static int identifiers(String left, String right) {
        List<String> lefts = List.of(left.split("\\.", -1));
        List<String> rights = List.of(right.split("\\.", -1));
        for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
            int order = identifier(lefts.get(i), rights.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(lefts.size(), rights.size());
    }

    /** 11.4.1 to 11.4.3: numbers as numbers, and before words. */
    private static int identifier(String left, String right) {
        boolean leftNumber = left.matches("\\d{1,18}");
        boolean rightNumber = right.matches("\\d{1,18}");
        if (leftNumber && rightNumber) {
            return Long.compare(Long.parseLong(left), Long.parseLong(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : Boolean.compare(rightNumber, leftNumber);
    }
}
