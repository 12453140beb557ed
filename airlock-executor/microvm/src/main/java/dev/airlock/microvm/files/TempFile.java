package dev.airlock.microvm.files;

import java.util.Arrays;
import java.util.TreeMap;

/** A file in memory, in pages; a page that was never written is a hole, costs nothing and reads as zeros. */
public final class TempFile extends TempNode implements Inode {
    /** The unit in which content is kept and charged. */
    public static final int PAGE = 4096;

    /** Java's own part of a page: array header, tree entry, key. */
    private static final int PAGE_CHARGE = PAGE;

    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private long size;
    private int opens;
    private boolean freed;

    TempFile(TempSpace space, int permissions, int links, long now) {
        super(space, FileTypes.FILE, permissions, links, now);
    }

    private TempFile(TempSpace space, TempFile from) {
        super(space, from);
        from.pages.forEach((index, page) -> pages.put(index, page.clone()));
        size = from.size;
        opens = from.opens;
        freed = from.freed;
    }

    TempFile copy(Copies copies) {
        return new TempFile(copies.space(), this);
    }

    @Override
    public long bytes() {
        return size;
    }

    /** Bytes that are really kept. */
    public long kept() {
        return (long) pages.size() * PAGE;
    }

    /** Copies {@code length} bytes out, zeros beyond the end of the file. */
    public void read(long position, byte[] into, int offset, int length) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int within = (int) (at % PAGE);
            int part = Math.min(length - done, PAGE - within);
            byte[] page = pages.get(at / PAGE);
            if (page == null) {
                Arrays.fill(into, offset + done, offset + done + part, (byte) 0);
            } else {
                System.arraycopy(page, within, into, offset + done, part);
            }
            done += part;
        }
    }

    /** Writes as much as there is room for, and says how much that was. */
    public int write(long position, byte[] from, int length, long now) {
        int done = 0;
        while (done < length) {
            long at = position + done;
            int within = (int) (at % PAGE);
            int part = Math.min(length - done, PAGE - within);
            byte[] page = pages.get(at / PAGE);
            if (page == null) {
                if (!space.take(PAGE_CHARGE)) {
                    break;
                }
                page = new byte[PAGE];
                pages.put(at / PAGE, page);
            }
            System.arraycopy(from, done, page, within, part);
            done += part;
        }
        if (done > 0) {
            size = Math.max(size, position + done);
            contentChanged(now);
        }
        return done;
    }

    /** Cuts the file off or lets it grow by a hole. */
    public void truncate(long bytes, long now) {
        long firstGone = bytes / PAGE + (bytes % PAGE == 0 ? 0 : 1);
        var gone = pages.tailMap(firstGone, true);
        space.give((long) gone.size() * PAGE_CHARGE);
        gone.clear();
        byte[] last = pages.get(bytes / PAGE);
        if (last != null) {
            Arrays.fill(last, (int) (bytes % PAGE), PAGE, (byte) 0);
        }
        size = bytes;
        contentChanged(now);
    }

    /** Where the next content from {@code position} on lies, or ENXIO. */
    public long nextContent(long position) {
        Long index = position >= size ? null : pages.ceilingKey(position / PAGE);
        return index == null || index * PAGE >= size ? Errors.ENXIO : Math.max(position, index * PAGE);
    }

    /** Where the next hole from {@code position} on lies; one follows the end. ENXIO beyond it. */
    public long nextHole(long position) {
        if (position >= size) {
            return Errors.ENXIO;
        }
        long index = position / PAGE;
        for (long found : pages.tailMap(index, true).keySet()) {
            if (found != index) {
                break;
            }
            index++;
        }
        return Math.min(Math.max(position, index * PAGE), size);
    }

    /** Somebody opened it: it stays until {@link #closed}, whatever happens to its names. */
    public void opened() {
        opens++;
    }

    public void closed() {
        opens--;
        freeIfUnreachable();
    }

    /** A file without a name gets one. */
    void linked(long now) {
        linksBy(1, now);
    }

    @Override
    void unlinked(long now) {
        linksBy(-1, now);
        freeIfUnreachable();
    }

    private void freeIfUnreachable() {
        if (links() == 0 && opens == 0 && !freed) {
            freed = true;
            space.give((long) pages.size() * PAGE_CHARGE);
            pages.clear();
            space.giveNode(0);
        }
    }
}
