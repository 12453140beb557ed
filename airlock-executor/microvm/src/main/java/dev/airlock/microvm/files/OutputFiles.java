package dev.airlock.microvm.files;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes files out of a folder that a guest wrote. No link is followed, so what is taken is what lies there and nothing else of the
 * guest's; a name that is no file there is not taken.
 */
public final class OutputFiles {
    /** What may lie in the folder: its files and folders, all the way down. */
    public static final int ENTRIES_MAX = 256;

    private OutputFiles() {}

    /** What was taken. */
    public sealed interface Taken {
        record Files(List<GuestFile> files) implements Taken {
            public Files {
                files = List.copyOf(files);
            }
        }

        /** More than may be: nothing is taken then. */
        record TooMuch(String what) implements Taken {}
    }

    /**
     * Takes the files of these names.
     *
     * @param bytesMax what they may have together
     * @param settle makes a file's content what the guest last wrote, mapped memory included
     */
    static Taken take(TempFolder folder, List<String> names, long bytesMax, Consumer<TempFile> settle) {
        if (entries(folder, 0) > ENTRIES_MAX) {
            return new Taken.TooMuch("more than " + ENTRIES_MAX + " files in /out");
        }
        List<GuestFile> taken = new ArrayList<>();
        long room = bytesMax;
        for (String name : names) {
            Optional<TempFile> found = find(folder, name);
            if (found.isEmpty()) {
                continue;
            }
            settle.accept(found.get());
            if (found.get().bytes() > room) {
                return new Taken.TooMuch("output files of more than " + bytesMax + " bytes");
            }
            room -= found.get().bytes();
            taken.add(new GuestFile(name, content(found.get())));
        }
        return new Taken.Files(taken);
    }

    private static byte[] content(TempFile file) {
        byte[] content = new byte[(int) file.bytes()];
        file.read(0, content, 0, content.length);
        return content;
    }

    private static Optional<TempFile> find(TempFolder folder, String name) {
        String[] parts = name.split("/", -1);
        TempFolder at = folder;
        for (int i = 0; i < parts.length - 1; i++) {
            if (!(at.child(parts[i]).orElse(null) instanceof TempFolder below)) {
                return Optional.empty();
            }
            at = below;
        }
        return at.child(parts[parts.length - 1])
                .filter(TempFile.class::isInstance)
                .map(TempFile.class::cast);
    }

    /** Counts no further than one too many, and so no deeper. */
    private static int entries(TempFolder folder, int before) {
        int count = before;
        for (Folder.Entry entry : folder.entries()) {
            count++;
            if (count > ENTRIES_MAX) {
                return count;
            }
            if (entry.inode() instanceof TempFolder below) {
                count = entries(below, count);
            }
        }
        return count;
    }
}
