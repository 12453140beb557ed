package dev.airlock.microvm.machine;

import dev.airlock.microvm.store.BadState;
import java.util.Arrays;

/**
 * What the VMM knows of every page of a guest, one byte each: the truth of which the page tables are a copy.
 *
 * <p>Low bits: the access. {@code MAPPED}: belongs to the guest, whatever its access. {@code PRISTINE}: unmodified
 * bytes of an image's file. {@code USED}: may hold other bytes than zeros. {@code FILE}: mapped from a file, though
 * perhaps written since.
 */
final class PageBook {
    private static final int ACCESS = 0x07;
    private static final int MAPPED = 0x08;
    private static final int PRISTINE = 0x10;
    private static final int USED = 0x20;
    private static final int FILE = 0x40;

    private static final int KEPT = PRISTINE | FILE;
    private static final int FIRST_OF_GUEST = (int) (GuestMap.USER_FLOOR / GuestMap.PAGE);

    /** What a page holds after it was mapped. */
    enum Content {
        ZEROS,
        FILE,
        SAME
    }

    private final byte[] pages;
    /** What {@link #reset} goes back to; never written. */
    private final byte[] origin;

    private final int originMapped;
    /** Pages changed since then. */
    private final PageSet touched;

    private int mapped;
    private int peak;

    PageBook(int pageCount) {
        pages = new byte[pageCount];
        origin = new byte[pageCount];
        originMapped = 0;
        touched = new PageSet(pageCount);
    }

    private PageBook(byte[] lines, int mappedPages) {
        pages = lines.clone();
        origin = lines.clone();
        originMapped = mappedPages;
        touched = new PageSet(pages.length);
        mapped = originMapped;
        peak = originMapped;
    }

    /**
     * The book that {@link #bytes} told of.
     *
     * @throws BadState if a line is none that {@link #map} or {@link #unmap} leaves behind
     */
    static PageBook of(byte[] lines) throws BadState {
        int mapped = 0;
        for (int page = 0; page < lines.length; page++) {
            if (!isPossible(page, lines[page])) {
                throw new BadState("page %d cannot be 0x%02x".formatted(page, lines[page]));
            }
            mapped += (lines[page] & MAPPED) != 0 ? 1 : 0;
        }
        return new PageBook(lines, mapped);
    }

    private static boolean isPossible(int page, int line) {
        if ((line & MAPPED) == 0) {
            return line == 0 || (line == USED && page >= FIRST_OF_GUEST);
        }
        Access access = Access.ofProt(line & ACCESS);
        boolean known = (line & ~(ACCESS | MAPPED | PRISTINE | USED | FILE)) == 0 && access.bits() == (line & ACCESS);
        boolean file = (line & PRISTINE) == 0 || (line & (FILE | USED)) == (FILE | USED);
        boolean written = !access.write() || (line & (USED | PRISTINE)) == USED;
        return page >= FIRST_OF_GUEST && known && file && written;
    }

    /** The same pages in a book of its own; its peak starts at what is mapped now. */
    PageBook copy() {
        return new PageBook(pages, mapped);
    }

    /** Pages whose line of the book was changed since it was copied or reset. */
    PageSet touched() {
        return touched;
    }

    /** What the page's access was then. */
    Access originalAccess(int page) {
        return Access.ofProt(origin[page] & ACCESS);
    }

    /** The book is again what it was when it was copied; its peak starts at what is mapped then. */
    void reset() {
        for (int page = touched.next(0); page >= 0; page = touched.next(page + 1)) {
            pages[page] = origin[page];
        }
        touched.clear();
        mapped = originMapped;
        peak = originMapped;
    }

    int count() {
        return pages.length;
    }

    Access access(int page) {
        return Access.ofProt(pages[page] & ACCESS);
    }

    /** Adds every page that the guest may write: a few microseconds for any size, since every fork asks. */
    void addWritable(PageSet into) {
        for (int page = FIRST_OF_GUEST; page < pages.length; page++) {
            if ((pages[page] & Access.PROT_WRITE) != 0) {
                into.add(page);
            }
        }
    }

    boolean isMapped(int page) {
        return (pages[page] & MAPPED) != 0;
    }

    boolean isPristine(int page) {
        return (pages[page] & PRISTINE) != 0;
    }

    boolean isFile(int page) {
        return (pages[page] & FILE) != 0;
    }

    boolean isUsed(int page) {
        return (pages[page] & USED) != 0;
    }

    /** The page is the guest's from now on; writable memory counts as used and never as pristine. */
    void map(int page, Access access, Content content) {
        touched.add(page);
        if (!isMapped(page)) {
            mapped++;
            peak = Math.max(peak, mapped);
        }
        int kind = content == Content.FILE ? FILE | USED | PRISTINE : content == Content.SAME ? pages[page] & KEPT : 0;
        int writable = access.write() ? USED : 0;
        int used = pages[page] & USED;
        int lost = access.write() ? PRISTINE : 0;
        pages[page] = (byte) ((MAPPED | access.bits() | used | kind | writable) & ~lost);
    }

    void unmap(int page) {
        touched.add(page);
        if (isMapped(page)) {
            mapped--;
        }
        pages[page] &= USED;
    }

    /** The page holds zeros again. */
    void cleared(int page) {
        touched.add(page);
        pages[page] &= ~USED;
    }

    /** Pages that the guest has now, and the most it had at one time. */
    int mapped() {
        return mapped;
    }

    int peak() {
        return peak;
    }

    /** The book as bytes, for a digest. */
    byte[] bytes() {
        return Arrays.copyOf(pages, pages.length);
    }
}
