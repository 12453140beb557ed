package dev.airlock.snaft.decide.phrase;

/** Kinds of files that carry programs, by their first bytes. */
final class FileKind {
    private FileKind() {}

    /** The kind that the first bytes announce; empty if none that is known here. */
    static String of(byte[] bytes) {
        if (starts(bytes, 0x7F, 'E', 'L', 'F')) {
            return "ELF";
        } else if (starts(bytes, 'M', 'Z', 0x90, 0)) {
            return "PE";
        } else if (starts(bytes, 'P', 'K', 3, 4)) {
            return "zip";
        } else if (starts(bytes, 0x1F, 0x8B, 8)) {
            return "gzip";
        } else if (starts(bytes, 0xCF, 0xFA, 0xED, 0xFE)) {
            return "Mach-O";
        }
        return "";
    }

    private static boolean starts(byte[] bytes, int... magic) {
        boolean same = bytes.length > magic.length;
        for (int i = 0; same && i < magic.length; i++) {
            same = (bytes[i] & 0xFF) == magic[i];
        }
        return same;
    }
}
