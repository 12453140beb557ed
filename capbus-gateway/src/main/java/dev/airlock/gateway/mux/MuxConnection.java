package dev.airlock.gateway.mux;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.Frame;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.model.Piece;
import dev.airlock.gateway.mux.LiveOutput.Stretch;
import dev.airlock.gateway.wire.AnswerWriter;
import dev.airlock.gateway.wire.FrameReader;
import dev.airlock.gateway.wire.FrameScanner;
import dev.airlock.gateway.wire.FrameScanner.Scanned;
import dev.airlock.gateway.wire.PieceWriter;
import dev.airlock.schemas.model.Bytes;
import dev.airlock.schemas.model.TraceContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Frames are submitted in the order in which they come, run side by side, and are answered in that order; when
 * {@code pipelineMax} of them are unanswered, nothing more is read. A client that is silent, that does not finish a frame or that
 * does not read its answers is closed when its time is up, whatever else it sends, and holds up nobody else; so is one for whose bytes there is no
 * room. A frame that asks for it is sent what its program writes while it runs, in pieces that have its channel and may come between other frames'
 * answers. When the listener departs nothing more is read.
 *
 * <p>On its Vert.x context only, except that frames are submitted on threads of their own, one after another; but for a brief one that comes alone, which is
 * submitted at once.
 */
final class MuxConnection {
    private static final Logger LOG = LoggerFactory.getLogger(MuxConnection.class);
    /** While so many wishes are under way, all of the process, each frame has a thread of its own: nobody waits behind more submissions than that. */
    private static final int AT_ONCE_MAX = 8;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Vertx vertx;
    private final Context context;
    private final NetSocket socket;
    private final MuxConfig config;
    private final Exchange exchange;
    private final Executor submitters;
    private final Client client;
    private final Premises premises;
    private final ByteBudget.Portion unfinished;
    private final FrameScanner scanner = new FrameScanner(MuxConfig.FRAME_BYTES_MAX);
    private final AnswerLine answers = new AnswerLine(this::send);

    /** What waits to be sent while programs run, and on which channel. */
    private final Map<LiveOutput, Long> streams = new LinkedHashMap<>();

    private CompletableFuture<?> submitted = CompletableFuture.completedFuture(null);
    private ByteBuffer rest = NOTHING;
    private int unanswered;
    private boolean ended;
    private boolean last;
    private boolean closed;
    private long timer = -1;
    /** While there is an answer that the client has not read. */
    private long reading = -1;

    MuxConnection(
            Vertx vertx,
            NetSocket socket,
            MuxConfig config,
            Exchange exchange,
            Executor submitters,
            Client client,
            Premises premises) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.socket = socket;
        this.config = config;
        this.exchange = exchange;
        this.submitters = submitters;
        this.client = client;
        this.premises = premises;
        this.unfinished = premises.bytes().portion(config.signsAsLocal());
    }

    /** @param ended is called once, when the connection is closed */
    void begin(Runnable ended) {
        socket.handler(this::received);
        socket.exceptionHandler(_ -> socket.close());
        keepAnsweringAfterTheirEnd();
        socket.closeHandler(_ -> {
            closed = true;
            disarm();
            answerIsRead();
            unfinished.end();
            streams.keySet().forEach(LiveOutput::end);
            ended.run();
            goes();
        });
        arm();
    }

    /** Not on the event loop: what it cancels may be many. Whom the listener itself sends away has not gone. */
    private void goes() {
        if (!premises.departure().closing()) {
            Thread.ofVirtual().name("mux-gone").start(client::goes);
        }
    }

    /** A client may shut its side once it has said everything, as {@code nc -N} does; it still wants its answers. */
    private void keepAnsweringAfterTheirEnd() {
        var channel = (NetSocketInternal) socket;
        channel.channelHandlerContext().channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        channel.eventHandler(event -> {
            if (event instanceof ChannelInputShutdownEvent) {
                ended = true;
                goes();
                context.runOnContext(_ -> settle());
            }
        });
    }

    /** When all is said and answered, the connection is closed; a frame without an end is answered first. */
    private void settle() {
        if (!ended || last || unanswered > 0 || rest.hasRemaining()) {
            return;
        }
        if (scanner.insideFrame()) {
            last = true;
            submit(FrameRead.Bad.unframed("the connection ended in the middle of a frame"), rest.array(), portion());
        } else {
            socket.close();
        }
    }

    private void received(Buffer chunk) {
        if (last) {
            return;
        }
        byte[] bytes = chunk.getBytes();
        if (rest.hasRemaining()) {
            byte[] both = new byte[rest.remaining() + bytes.length];
            int before = rest.remaining();
            rest.get(both, 0, before);
            System.arraycopy(bytes, 0, both, before, bytes.length);
            bytes = both;
        }
        rest = ByteBuffer.wrap(bytes);
        takeFrames();
    }

    /** Submits what the rest holds, as far as there is room. A frame has its time from its first byte on, and silence from the end of one. */
    private void takeFrames() {
        boolean inside = scanner.insideFrame();
        boolean whole = false;
        while (!last && takesMore() && rest.hasRemaining()) {
            switch (scanner.next(rest)) {
                case Scanned.Whole(Bytes frame) -> {
                    whole = true;
                    take(frame.toArray());
                }
                case Scanned.Unfinished _ -> {}
                case Scanned.Broken(String reason) -> {
                    last = true;
                    submit(FrameRead.Bad.unframed(reason), rest.array(), portion());
                }
            }
        }
        if (!closed && !last && !unfinished.resize((long) scanner.heldBytes() + rest.capacity())) {
            sendAway();
        }
        if (last || !takesMore()) {
            socket.pause();
        }
        if (whole || inside != scanner.insideFrame()) {
            arm();
        }
    }

    private boolean takesMore() {
        return !closed
                && unanswered < config.pipelineMax()
                && !premises.departure().begun();
    }

    private ByteBudget.Portion portion() {
        return premises.bytes().portion(config.signsAsLocal());
    }

    private void take(byte[] frame) {
        unfinished.resize(rest.capacity());
        ByteBudget.Portion held = portion();
        if (held.resize(frame.length)) {
            submit(FrameReader.read(frame), frame, held);
        } else {
            sendAway();
        }
    }

    /** Others hold all the bytes that there may be. */
    private void sendAway() {
        LOG.warn(
                "mux connection from {} closed: {} bytes are held for all clients",
                client.address(),
                premises.bytes().held());
        last = true;
        cutOff();
    }

    /** @param held for its bytes, until it is answered */
    private void submit(FrameRead read, byte[] bytes, ByteBudget.Portion held) {
        boolean alone =
                unanswered == 0 && nothingFollows() && premises.departure().underWay() < AT_ONCE_MAX;
        unanswered++;
        premises.departure().took();
        LiveOutput live = live(read);
        UnaryOperator<Answer> asAsked = asAsked(read, live);
        Supplier<CompletionStage<Answer>> wish = () -> exchange.submit(read, bytes, client, live);
        CompletableFuture<CompletionStage<Answer>> turn = alone && exchange.isBrief(read, bytes)
                ? atOnce(wish)
                : submitted.thenApplyAsync(_ -> wish.get(), submitters);
        submitted = turn;
        Future<Answer> answer = onContext(turn.thenCompose(Function.identity()));
        answers.add(answer.map(asAsked), sent -> {
            boolean full = unanswered >= config.pipelineMax();
            unanswered--;
            held.end();
            premises.departure().answered();
            if (!sent || (last && unanswered == 0)) {
                socket.close();
            } else {
                goOn(full);
            }
        });
    }

    /** Nothing that has come yet, but for the line break that clients put behind a frame. */
    private boolean nothingFollows() {
        for (int at = rest.position(); at < rest.limit(); at++) {
            if (rest.get(at) > ' ' || rest.get(at) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Saves a client that sends one frame after another the wait for a thread to wake. */
    private static CompletableFuture<CompletionStage<Answer>> atOnce(Supplier<CompletionStage<Answer>> wish) {
        try {
            return CompletableFuture.completedFuture(wish.get());
        } catch (RuntimeException | Error e) { // as on a thread of its own: the connection ends
            return CompletableFuture.failedFuture(e);
        }
    }

    private <T> Future<T> onContext(CompletionStage<T> stage) {
        return Future.fromCompletionStage(stage, context);
    }

    private LiveOutput live(FrameRead read) {
        if (!(read instanceof FrameRead.Good(Frame frame)) || !frame.stream()) {
            return LiveOutput.none();
        }
        long channel = frame.channelId(); // and not the frame, which has the payload
        var made = new AtomicReference<LiveOutput>();
        LiveOutput live = LiveOutput.of(() -> context.runOnContext(_ -> {
            streams.put(made.get(), channel);
            flush();
        }));
        made.set(live);
        return live;
    }

    /** Sends what programs have written, while the client reads; when it goes on reading, the rest. */
    private void flush() {
        for (var waiting = streams.entrySet().iterator(); waiting.hasNext(); ) {
            if (socket.writeQueueFull()) {
                socket.drainHandler(_ -> flush());
                return;
            }
            Map.Entry<LiveOutput, Long> next = waiting.next();
            waiting.remove();
            for (Stretch stretch : next.getKey().take()) {
                byte[] bytes = stretch.bytes().toByteArray();
                var piece = new Piece(next.getValue(), stretch.error(), Bytes.of(bytes));
                var _ = socket.write(Buffer.buffer(PieceWriter.write(piece)));
            }
        }
    }

    /** How a frame wants its answer. Keeps nothing else of the frame. */
    private static UnaryOperator<Answer> asAsked(FrameRead read, LiveOutput live) {
        if (!(read instanceof FrameRead.Good(Frame frame))) {
            return said -> said;
        }
        Optional<TraceContext> trace = frame.trace();
        return frame.stream() ? said -> said.after(live.end()).in(trace) : said -> said.in(trace);
    }

    /** Writes an answer; it counts as sent when the system has taken it, so an unread one holds its frame's place, and for its own time only. */
    private Future<Void> send(Answer answer) {
        if (!closed) {
            reading = vertx.setTimer(config.idle().toMillis(), _ -> cutOff());
        }
        return socket.write(Buffer.buffer(AnswerWriter.write(answer))).onComplete(_ -> {
            answerIsRead();
            if (!scanner.insideFrame()) {
                arm();
            }
        });
    }

    private void answerIsRead() {
        if (reading != -1) {
            vertx.cancelTimer(reading);
            reading = -1;
        }
    }

    /** @param full whether nothing was read until now: what that took is not the client's time */
    private void goOn(boolean full) {
        takeFrames();
        if (!last && takesMore()) {
            socket.resume();
        }
        if (full && scanner.insideFrame()) {
            arm();
        }
        if (ended) {
            context.runOnContext(_ -> settle());
        }
    }

    private void arm() {
        disarm();
        if (closed) {
            return;
        }
        long millis = scanner.insideFrame()
                ? config.frameTime().toMillis()
                : config.idle().toMillis();
        timer = vertx.setTimer(millis, _ -> timeIsUp());
    }

    private void disarm() {
        if (timer != -1) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }

    /** Nobody is to blame who waits for an answer, and has no frame to finish that would be read. */
    private void timeIsUp() {
        boolean owesBytes = scanner.insideFrame() && takesMore();
        if (unanswered > 0 && !owesBytes) {
            arm();
        } else {
            cutOff();
        }
    }

    /** Closes without waiting for the client to read what is written already, as the socket's own close would. */
    private void cutOff() {
        var _ = ((NetSocketInternal) socket).channelHandlerContext().close();
    }
}
