package dev.airlock.microvm.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** /dev: the devices and {@code shm}. */
public final class DeviceFolder implements Folder {
    private static final String SHARED = "shm";

    private final Folder parent;
    private final Folder shared;

    DeviceFolder(Folder parent, TempSpace space) {
        this.parent = parent;
        this.shared = TempFolder.mounted(space, this, SHARED);
    }

    private DeviceFolder(Folder parent, DeviceFolder from, Copies copies) {
        this.parent = parent;
        copies.put(from, this);
        this.shared = copies.of(from.shared);
    }

    DeviceFolder copy(Folder otherParent, Copies copies) {
        return new DeviceFolder(otherParent, this, copies);
    }

    @Override
    public Optional<Inode> child(String wanted) {
        return wanted.equals(SHARED)
                ? Optional.of(shared)
                : Arrays.stream(Device.values())
                        .filter(device -> device.text().equals(wanted))
                        .<Inode>map(device -> device)
                        .findFirst();
    }

    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Arrays.stream(Device.values()).forEach(device -> entries.add(new Entry(device.text(), device)));
        entries.add(new Entry(SHARED, shared));
        return entries;
    }

    @Override
    public Folder parent() {
        return parent;
    }

    @Override
    public String name() {
        return "dev";
    }

    @Override
    public long device() {
        return DEVICES_DEVICE;
    }

    @Override
    public long number() {
        return 1;
    }

    @Override
    public int mode() {
        return FileTypes.FOLDER | 0755;
    }

    @Override
    public int owner() {
        return 0;
    }

    @Override
    public int links() {
        return 2;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public Times times() {
        return Times.all(0);
    }
}
