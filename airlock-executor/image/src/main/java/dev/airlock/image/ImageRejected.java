package dev.airlock.image;

/** An image, a layout, a tar or a file of one cannot be used: which thing, its offending value, and what to do about it. */
public final class ImageRejected extends Exception {
    private static final long serialVersionUID = 1L;
    private final String thing;
    private final String value;
    private final String fix;

    public ImageRejected(String thing, String value, String fix) {
        super(thing + ": " + printable(value) + "; " + fix);
        this.thing = thing;
        this.value = printable(value);
        this.fix = fix;
    }

    /** What was looked at, such as {@code layer sha256:...}. */
    public String thing() {
        return thing;
    }

    /** What was wrong with it, made printable and at most 200 characters long. */
    public String value() {
        return value;
    }

    /** What a person can do, such as {@code run: airlock image build python --force}. */
    public String fix() {
        return fix;
    }

    private static String printable(String value) {
        String cut = value.length() > 200 ? value.substring(0, 200) + "..." : value;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
