package dev.airlock.microvm.files;

/**
 * A file that goes into a guest, or came out of one.
 *
 * @param name its path below the folder, without a slash at either end: plain names of ASCII joined by slashes
 * @param content what is in it
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are what it is about; the accessors' callers own the record
public record GuestFile(String name, byte[] content) {
    public GuestFile {
        content = content.clone();
        for (String part : name.split("/", -1)) {
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || !part.chars().allMatch(c -> c > ' ' && c < 127)) {
                throw new IllegalArgumentException("no name of a guest's file: " + name);
            }
        }
    }
}
