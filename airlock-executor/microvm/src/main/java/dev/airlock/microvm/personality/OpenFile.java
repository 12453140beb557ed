package dev.airlock.microvm.personality;

import dev.airlock.image.Node;

/** An open file description, shared by the descriptors that were duplicated from one another. */
sealed interface OpenFile {
    /** The same description in a process of its own. */
    OpenFile copy();

    /** Descriptor 0. */
    record Input() implements OpenFile {
        @Override
        public OpenFile copy() {
            return this;
        }
    }

    /** Descriptors 1 and 2. */
    record Output(boolean error) implements OpenFile {
        @Override
        public OpenFile copy() {
            return this;
        }
    }

    /** A file of the image. */
    final class Reading implements OpenFile {
        final Node.File node;
        long position;

        Reading(Node.File node) {
            this.node = node;
        }

        @Override
        public OpenFile copy() {
            Reading copy = new Reading(node);
            copy.position = position;
            return copy;
        }
    }

    /** A directory of the image; {@code position} counts entries, {@code .} and {@code ..} first. */
    final class Listing implements OpenFile {
        final Node.Directory node;
        final String path;
        int position;

        Listing(Node.Directory node, String path) {
            this.node = node;
            this.path = path;
        }

        @Override
        public OpenFile copy() {
            Listing copy = new Listing(node, path);
            copy.position = position;
            return copy;
        }
    }
}
