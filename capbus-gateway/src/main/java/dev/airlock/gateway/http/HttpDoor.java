package dev.airlock.gateway.http;

import dev.airlock.gateway.model.Answer;
import dev.airlock.gateway.model.FrameRead;
import dev.airlock.gateway.mux.Client;
import dev.airlock.gateway.mux.Departure;
import dev.airlock.gateway.mux.Exchange;
import dev.airlock.gateway.mux.LiveOutput;
import dev.airlock.gateway.mux.Premises;
import dev.airlock.gateway.wire.AnswerWriter;
import dev.airlock.schemas.keys.CallerKeys;
import dev.airlock.schemas.model.Entrance;
import dev.airlock.schemas.model.IntentKey;
import dev.airlock.schemas.model.TraceContext;
import dev.airlock.schemas.posture.Effective;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Requests to wishes, and answers to responses. What is no request of {@link Endpoint}'s table is answered without a token, since it wants
 * nothing; every body that wants something ends as the MUX's frame would. On each request's context; what may block is on a thread of its own.
 */
final class HttpDoor {
    private static final String JSON = "application/json";
    private static final String RECORD = "application/octet-stream";
    private static final String EVENTS = "text/event-stream";

    private final Vertx vertx;
    private final HttpConfig config;
    private final Surroundings around;
    private final Deadlines deadlines;
    private final ExecutorService submitters;
    private final Router router;
    private final Ends ends;

    /**
     * What a door stands in.
     *
     * @param exchange turns wishes into answers
     * @param entrance where they go
     * @param callers whose signatures count; it may wait for the bus
     * @param posture what binds everybody now
     * @param ready whether the gateway is at work
     * @param premises what it shares with the process's other listeners
     */
    record Surroundings(
            Exchange exchange,
            Entrance entrance,
            CallerKeys callers,
            Supplier<Effective> posture,
            BooleanSupplier ready,
            Premises premises) {
        Departure departure() {
            return premises.departure();
        }
    }

    HttpDoor(Vertx vertx, HttpConfig config, Surroundings around, Deadlines deadlines, ExecutorService submitters) {
        this.vertx = vertx;
        this.config = config;
        this.around = around;
        this.deadlines = deadlines;
        this.submitters = submitters;
        this.ends = new Ends(config.signsAsLocal());
        this.router = Router.router(vertx);
        for (Endpoint endpoint : Endpoint.values()) {
            router.route(endpoint.method(), endpoint.route()).handler(routing -> serve(endpoint, routing));
        }
        router.errorHandler(400, routing -> note(routing.response(), 400, "the path cannot be read"));
        router.errorHandler(404, routing -> note(routing.response(), 404, "there is no such path; see /openapi.json"));
        router.errorHandler(
                405, routing -> note(routing.response(), 405, "the path is asked otherwise; see /openapi.json"));
        router.errorHandler(500, routing -> note(routing.response(), 500, "the ingress failed; its log says why"));
    }

    /** Takes one request on. */
    void serve(HttpServerRequest request) {
        Deadline deadline = deadlines.of(request.connection());
        deadline.owes(config.requestTime());
        request.response().headersEndHandler(_ -> deadline.owes(config.idle()));
        Optional<String> refusal = config.signsAsLocal() ? Doorstep.refusal(request) : Optional.empty();
        if (around.departure().begun()) {
            note(request.response(), 503, "the node is going away; try another one, or later");
        } else if (refusal.isPresent()) {
            note(request.response(), 403, refusal.get());
        } else {
            router.handle(request);
        }
    }

    private void serve(Endpoint endpoint, RoutingContext routing) {
        HttpServerResponse response = routing.response();
        switch (endpoint) {
            case SUBMIT -> collect(routing);
            case LOOK -> look(response, key(routing));
            case CANCEL -> cancel(routing, key(routing));
            case TOKEN ->
                ends.ofToken(routing.pathParam("id"))
                        .ifPresentOrElse(
                                answer -> tell(response, 200, answer),
                                () -> note(
                                        response,
                                        404,
                                        "no token of that id came by here lately: airlock tokens has all"));
            case POSTURE ->
                text(response, 200, PostureWriter.write(around.posture().get(), around.entrance()));
            case LIVE -> text(response, 200, "{\"live\":true}");
            case READY -> {
                boolean ready = around.ready().getAsBoolean();
                text(response, ready ? 200 : 503, "{\"ready\":" + ready + "}");
            }
            case DOCUMENT -> text(response, 200, Document.text());
        }
    }

    private static Optional<IntentKey> key(RoutingContext routing) {
        try {
            return Optional.of(new IntentKey(routing.pathParam("session"), routing.pathParam("id")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void look(HttpServerResponse response, Optional<IntentKey> key) {
        Optional<Answer> ended = key.flatMap(ends::of);
        if (ended.isPresent()) {
            tell(response, 200, ended.get());
        } else if (key.filter(ends::isRunning).isPresent()) {
            note(response, 202, "it has no token yet");
        } else {
            note(response, 404, "nothing is known here of that intent: airlock tokens has all that ended");
        }
    }

    private void cancel(RoutingContext routing, Optional<IntentKey> key) {
        if (key.isEmpty()) {
            note(routing.response(), 400, "session and id must have 1 to 128 visible ASCII characters each");
            return;
        }
        var wish = new FrameRead.Cancel(
                0, Optional.of(key.get().session()), key.get().id());
        Client client = client(routing);
        onSubmitter(() -> around.exchange().submit(wish, new byte[0], client, LiveOutput.none()))
                .onSuccess(answer -> tell(routing.response(), answer.status(), answer))
                .onFailure(routing::fail);
    }

    private void collect(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String type = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("")
                .split(";", 2)[0]
                .strip();
        if (!type.equalsIgnoreCase(JSON) && !type.equalsIgnoreCase(RECORD)) {
            note(
                    routing.response(),
                    415,
                    "the body must be " + JSON + ", a frame, or " + RECORD + ", an intent's record");
            return;
        }
        Body body = new Body(around.premises().bytes().portion(config.signsAsLocal()));
        request.exceptionHandler(_ -> body.cutOff());
        request.handler(chunk -> {
            if (body.length() + chunk.length() > HttpConfig.BODY_BYTES_MAX) {
                stopReading(routing);
                var why = FrameRead.Bad.unframed(
                        "the body has more than " + HttpConfig.BODY_BYTES_MAX + " bytes; it is not read to its end");
                submit(routing, new Intake.Bad(why), body, body.take(), client(routing));
            } else if (!body.add(chunk)) {
                stopReading(routing);
                note(
                        routing.response(),
                        503,
                        "no capacity: other clients' requests hold all the bytes that there may be; try again later");
            }
        });
        request.endHandler(_ -> {
            byte[] bytes = body.take();
            Client client = client(routing);
            if (type.equalsIgnoreCase(JSON)) {
                submit(routing, Intake.ofFrame(bytes, client.session()), body, bytes, client);
            } else {
                submitEnvelope(routing, body, bytes, client);
            }
        });
    }

    private static void stopReading(RoutingContext routing) {
        routing.request().handler(_ -> {}).endHandler(_ -> {});
        routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }

    /** Who signed it may have to be asked of the bus, for which no event loop waits. */
    private void submitEnvelope(RoutingContext routing, Body body, byte[] bytes, Client client) {
        onSubmitter(() -> CompletableFuture.completedStage(Intake.ofEnvelope(bytes, around.callers())))
                .onSuccess(intake -> submit(routing, intake, body, bytes, client))
                .onFailure(defect -> {
                    body.answered();
                    routing.fail(defect);
                });
    }

    private void submit(RoutingContext routing, Intake intake, Body body, byte[] bytes, Client client) {
        HttpServerResponse response = routing.response();
        Context context = vertx.getOrCreateContext();
        Deadline deadline = deadlines.of(routing.request().connection());
        response.closeHandler(_ -> goes(client));
        Optional<EventStream> stream = wantsEvents(routing) && !(intake instanceof Intake.Bad)
                ? Optional.of(new EventStream(context, response))
                : Optional.empty();
        stream.ifPresent(EventStream::begin);
        deadline.rests();
        LiveOutput live = stream.map(EventStream::live).orElseGet(LiveOutput::none);
        Optional<IntentKey> key = key(intake);
        UnaryOperator<Answer> asAsked = asAsked(intake);
        key.ifPresent(ends::begins);
        around.departure().took();
        onSubmitter(() -> submit(intake, bytes, client, live))
                .onSuccess(answer -> key.ifPresent(one -> ends.ends(one, answer)))
                .onFailure(defect -> {
                    key.ifPresent(ends::fails);
                    routing.fail(defect);
                })
                .compose(answer -> {
                    deadline.owes(config.idle());
                    Answer told = asAsked.apply(answer);
                    return stream.isPresent() ? stream.get().end(told) : told(response, told.status(), told);
                })
                .onComplete(_ -> {
                    body.answered();
                    around.departure().answered();
                });
    }

    /** Not on the event loop, which must not wait for anybody's lock. Whom the listener itself sends away has not gone. */
    private void goes(Client client) {
        if (!around.departure().closing()) {
            Thread.ofVirtual().name("http-gone").start(client::goes);
        }
    }

    private static Optional<IntentKey> key(Intake intake) {
        return switch (intake) {
            case Intake.Framed framed -> Optional.of(framed.key());
            case Intake.Enveloped enveloped ->
                Optional.of(enveloped.opened().intent().key());
            case Intake.Bad _ -> Optional.empty();
        };
    }

    /** How a frame wants its answer. Keeps nothing else of it. */
    private static UnaryOperator<Answer> asAsked(Intake intake) {
        if (!(intake instanceof Intake.Framed framed)) {
            return answer -> answer;
        }
        Optional<TraceContext> trace = framed.frame().trace();
        return answer -> answer.in(trace);
    }

    private CompletionStage<Answer> submit(Intake intake, byte[] bytes, Client client, LiveOutput live) {
        return switch (intake) {
            case Intake.Framed framed ->
                around.exchange().submit(new FrameRead.Good(framed.frame()), bytes, client, live);
            case Intake.Enveloped enveloped -> around.exchange().submit(enveloped.opened(), bytes, client, live);
            case Intake.Bad bad -> around.exchange().submit(bad.why(), bytes, client, live);
        };
    }

    /** Asks on a thread that may wait a moment; the answer comes on the request's context. */
    private <T> Future<T> onSubmitter(Supplier<CompletionStage<T>> question) {
        Context context = vertx.getOrCreateContext();
        try {
            return Future.fromCompletionStage(
                    CompletableFuture.supplyAsync(question, submitters).thenCompose(Function.identity()), context);
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(e);
        }
    }

    private static boolean wantsEvents(RoutingContext routing) {
        return "sse".equals(routing.request().getParam("stream"))
                || EVENTS.equalsIgnoreCase(routing.request().getHeader(HttpHeaders.ACCEPT));
    }

    private static Client client(RoutingContext routing) {
        Optional<TraceContext> trace = TraceContext.of(
                routing.request().headers().getAll(TraceContext.PARENT),
                routing.request().headers().getAll(TraceContext.STATE));
        trace.ifPresent(one -> routing.response().putHeader(TraceContext.PARENT, one.traceparent()));
        byte[] name = new byte[8];
        ThreadLocalRandom.current().nextBytes(name);
        String address = Deadlines.address(routing.request().remoteAddress());
        return new Client("http." + HexFormat.of().formatHex(name), address, trace);
    }

    private static void tell(HttpServerResponse response, int status, Answer answer) {
        var _ = told(response, status, answer);
    }

    private static Future<Void> told(HttpServerResponse response, int status, Answer answer) {
        answer.retryAfter()
                .ifPresent(wait -> response.putHeader(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(wait.plusMillis(999).toSeconds())));
        return sent(response, status, new String(AnswerWriter.write(answer), StandardCharsets.UTF_8));
    }

    /** What is no answer to a wish; its reader may have sent a body that nobody reads, so the connection ends with it. */
    private static void note(HttpServerResponse response, int status, String note) {
        if (!response.ended()) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            tell(response, status, new Answer(0, status, "", Optional.empty(), Optional.empty(), note));
        }
    }

    private static void text(HttpServerResponse response, int status, String json) {
        var _ = sent(response, status, json);
    }

    private static Future<Void> sent(HttpServerResponse response, int status, String json) {
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.putHeader("X-Content-Type-Options", "nosniff");
        return response.setStatusCode(status).end(json);
    }
}
