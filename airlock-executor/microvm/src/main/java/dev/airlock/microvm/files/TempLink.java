package dev.airlock.microvm.files;

/** A link that the guest made. */
public final class TempLink extends TempNode implements Link {
    private final String target;

    TempLink(TempSpace space, String target, long now) {
        super(space, FileTypes.LINK, 0777, 1, now);
        this.target = target;
    }

    private TempLink(TempSpace space, TempLink from) {
        super(space, from);
        this.target = from.target;
    }

    TempLink copy(Copies copies) {
        return new TempLink(copies.space(), this);
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public long bytes() {
        return target.length();
    }

    @Override
    void unlinked(long now) {
        linksBy(-1, now);
        if (links() == 0) {
            space.giveNode(target.length());
        }
    }
}
