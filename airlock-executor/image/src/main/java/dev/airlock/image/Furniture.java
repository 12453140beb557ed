package dev.airlock.image;

/** What every image of ours has besides its program: the folders and the two files that a libc looks for. */
final class Furniture {
    private Furniture() {}

    /** @param shell the program that stands in /etc/passwd */
    static LayerPlan plan(String shell) {
        return new LayerPlan()
                .folder("/tmp", 01777)
                .folder("/dev", 0755)
                .text("/etc/passwd", "root:x:0:0:root:/:" + shell + "\n")
                .text("/etc/group", "root:x:0:\n");
    }
}
