package dev.airlock.schemas.model;

/**
 * A file with the name that it has in the guest.
 *
 * @param name below {@code /in} or {@code /out}, see {@link FileName}
 * @param content what is in it
 */
public record NamedFile(String name, Bytes content) {
    public NamedFile {
        FileName.check("file name", name);
    }
}
