package dev.airlock.microvm.personality;

import dev.airlock.microvm.files.Device;
import dev.airlock.microvm.files.FileTree;
import dev.airlock.microvm.files.Folder;
import dev.airlock.microvm.files.ImageFile;
import dev.airlock.microvm.files.Inode;
import dev.airlock.microvm.files.Landing;
import dev.airlock.microvm.store.BadState;
import dev.airlock.microvm.store.StateReader;
import dev.airlock.microvm.store.StateWriter;
import dev.airlock.microvm.store.Unstorable;
import java.util.Arrays;

/** What of a guest's open files can be written down: which kind it is, and where it lies. */
final class StoredChannel {
    /** PATH_MAX without its end. */
    static final int PATH_BYTES = 4095;

    private static final int INPUT = 0;
    private static final int OUTPUT = 1;
    private static final int ERROR = 2;
    private static final int DEVICE = 3;
    private static final int FILE = 4;
    private static final int FOLDER = 5;

    private StoredChannel() {}

    static void write(Channel channel, FileTree tree, StateWriter into) throws Unstorable {
        switch (channel) {
            case ConsoleInput _ -> into.number(INPUT);
            case ConsoleOutput(boolean error) -> into.number(error ? ERROR : OUTPUT);
            case DeviceStream(Device device) -> {
                into.number(DEVICE);
                into.number(device.identity());
            }
            case ImageContent(ImageFile file) -> {
                into.number(FILE);
                into.text(tree.pathOf(file).orElseThrow(() -> new Unstorable("an open file that is not the image's")));
            }
            case Listing listing -> {
                into.number(FOLDER);
                into.text(listing.folder.path().orElseThrow(() -> new Unstorable("an open directory that is gone")));
            }
            case TempContent _, PathOnly _, PipeEnd _, EventCounter _, TimerChannel _, EventPoll _ ->
                throw new Unstorable("an open " + channel.getClass().getSimpleName());
        }
    }

    static Channel read(FileTree tree, StateReader from) throws BadState {
        int kind = from.whole("an open file's kind", INPUT, FOLDER);
        return switch (kind) {
            case INPUT -> new ConsoleInput();
            case OUTPUT, ERROR -> new ConsoleOutput(kind == ERROR);
            case DEVICE -> new DeviceStream(device(from.number("a device")));
            case FILE ->
                switch (at(tree, from)) {
                    case ImageFile file when file.signed() -> new ImageContent(file);
                    case Inode _ -> throw new BadState("an open file is no file of the image");
                };
            default ->
                switch (at(tree, from)) {
                    case Folder folder -> new Listing(folder);
                    case Inode _ -> throw new BadState("an open directory is no directory");
                };
        };
    }

    private static Device device(long identity) throws BadState {
        return Arrays.stream(Device.values())
                .filter(device -> device.identity() == identity)
                .findFirst()
                .orElseThrow(() -> new BadState("there is no such device"));
    }

    private static Inode at(FileTree tree, StateReader from) throws BadState {
        String path = from.text("an open file's path", PATH_BYTES);
        if (path.startsWith("/") && tree.find(tree.root(), path, false) instanceof Landing.At at) {
            return at.inode();
        }
        throw new BadState("an open file is not there");
    }
}
