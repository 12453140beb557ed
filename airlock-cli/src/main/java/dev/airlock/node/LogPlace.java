package dev.airlock.node;

import dev.airlock.ledger.tiles.PartitionFiles;
import dev.airlock.provenance.log.Checkpoint;
import dev.airlock.provenance.log.LogName;
import dev.airlock.provenance.log.LogRejected;
import dev.airlock.provenance.log.Note;
import dev.airlock.provenance.log.TilePath;
import dev.airlock.provenance.log.TileSource;
import dev.airlock.provenance.log.TreeHash;
import dev.airlock.schemas.flow.Topic;
import dev.airlock.schemas.model.Bytes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where somebody keeps a ledger's logs, or one head of one: files, a server, a note. Nothing from there is believed here. */
public sealed interface LogPlace extends AutoCloseable {
    /** The newest head of each partition that has one, as its note. */
    Map<Integer, Note> heads() throws IOException, LogRejected;

    /** The tiles of a partition's log; empty answers where there are none. */
    TileSource tiles(int partition);

    @Override
    void close();

    /**
     * The place that a user named: an http or https URL, a directory (a node's data, or a ledger's own), or a file with a checkpoint.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static LogPlace of(String text) {
        if (text.startsWith("http://") || text.startsWith("https://")) {
            return new Server(URI.create(text.replaceFirst("/+$", "")));
        }
        Path path = Path.of(text);
        if (Files.isDirectory(path)) {
            Path ledger = new DataDirectory(path).ledger();
            return new Directory(Files.isDirectory(ledger) ? ledger : path);
        }
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    text + " cannot be read; name a checkpoint's file, a data directory, or a ledger's URL");
        }
        return new Single(path);
    }

    private static Optional<Note> parsed(Optional<Bytes> note) throws LogRejected {
        return note.isEmpty()
                ? Optional.empty()
                : Optional.of(Note.parse(note.get().toArray()));
    }

    /** A ledger's directory, which a ledger may be writing. */
    record Directory(Path ledger) implements LogPlace {
        @Override
        public Map<Integer, Note> heads() throws IOException, LogRejected {
            Map<Integer, Note> heads = new TreeMap<>();
            for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
                try (PartitionFiles files = PartitionFiles.of(ledger, partition)) {
                    int here = partition;
                    parsed(files.checkpoint()).ifPresent(note -> heads.put(here, note));
                }
            }
            return heads;
        }

        @Override
        public TileSource tiles(int partition) {
            return path -> {
                try (PartitionFiles files = PartitionFiles.of(ledger, partition)) {
                    return files.read(path);
                }
            };
        }

        @Override
        public void close() {
            // Each look opens and closes its own.
        }
    }

    /** One head in a file. */
    record Single(Path file) implements LogPlace {
        @Override
        public Map<Integer, Note> heads() throws IOException, LogRejected {
            if (Files.size(file) > Note.BYTES_MAX) {
                throw new IOException(file + " is larger than any checkpoint");
            }
            Note note = Note.parse(Files.readAllBytes(file));
            try {
                String log = Checkpoint.parse(note.text()).log();
                return Map.of(LogName.parse(log).partition(), note);
            } catch (IllegalArgumentException e) {
                throw new IOException(file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public TileSource tiles(int partition) {
            return _ -> Optional.empty();
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }

    /** A ledger's port, as C2SP tlog-tiles has its paths below each partition. It is given little time and little room, and leads nowhere else. */
    final class Server implements LogPlace {
        private static final Duration PATIENCE = Duration.ofSeconds(10);
        private static final int TILE_BYTES_MAX = 256 * (2 + 0xffff);
        private static final int FOUND = 200;
        private static final int NOT_FOUND = 404;

        private final URI base;
        private final HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build();

        Server(URI base) {
            if (base.getHost() == null || base.getRawQuery() != null || base.getRawFragment() != null) {
                throw new IllegalArgumentException(base + " is no URL of a ledger, such as http://127.0.0.1:4432");
            }
            this.base = base;
        }

        @Override
        public Map<Integer, Note> heads() throws IOException, LogRejected {
            Map<Integer, Note> heads = new TreeMap<>();
            for (int partition = 0; partition < Topic.TOKENS.partitions(); partition++) {
                int here = partition;
                parsed(get(partition + "/checkpoint", Note.BYTES_MAX)).ifPresent(note -> heads.put(here, note));
            }
            return heads;
        }

        @Override
        public TileSource tiles(int partition) {
            return path -> get(partition + "/" + path.text(), room(path));
        }

        private static int room(TilePath path) {
            return switch (path) {
                case TilePath.Hashes _ -> TilePath.WIDTH * TreeHash.BYTES;
                case TilePath.Entries _ -> TILE_BYTES_MAX;
            };
        }

        private Optional<Bytes> get(String path, int bytesMax) throws IOException {
            var request = HttpRequest.newBuilder(URI.create(base + "/" + path))
                    .timeout(PATIENCE)
                    .build();
            try {
                HttpResponse<byte[]> answer = client.send(
                        request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), bytesMax));
                return switch (answer.statusCode()) {
                    case FOUND -> Optional.of(Bytes.of(answer.body()));
                    case NOT_FOUND -> Optional.empty();
                    default -> throw new IOException(request.uri() + " answers " + answer.statusCode());
                };
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for " + request.uri());
            } catch (IOException e) {
                throw new IOException(request.uri() + ": " + e, e);
            }
        }

        @Override
        public void close() {
            client.shutdownNow();
        }
    }
}
