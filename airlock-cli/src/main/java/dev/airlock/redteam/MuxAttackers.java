package dev.airlock.redteam;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.schemas.model.Intent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Those who send broken frames. Every read ends within {@value #READ_MILLIS} ms. */
final class MuxAttackers {
    private static final int READ_MILLIS = 20_000;
    private static final int KIB = 1 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private MuxAttackers() {}

    /** What came back until the connection ended. */
    private record Heard(List<JsonNode> answers, boolean ended) {}

    /** A broken frame, perhaps with an honest one behind it; the honest frame on a connection of its own is the control. */
    static Judged framing(RandomGenerator range, Field field) throws ControlFailed, InterruptedException {
        Intent wish = Wishes.honest(Wishes.session());
        int kind = range.nextInt(11);
        String broken = broken(kind, wish, range);
        boolean followed = range.nextBoolean();
        Intent behind = Wishes.honest(Wishes.session());
        String all = followed ? broken + (range.nextBoolean() ? "\n" : "") + frame(behind, "") : broken;
        try {
            Heard heard = talk(field.muxPort(), all, kind == 10);
            control(field);
            field.control(wish.session());
            Judged unrun = field.notRun(wish);
            return unrun instanceof Judged.Escaped ? unrun : judged(heard, followed, kind);
        } catch (IOException e) {
            throw new ControlFailed("the MUX cannot be reached: " + e.getMessage());
        }
    }

    /** The first answer is the broken frame's; only an honest frame behind it may be answered otherwise. */
    private static Judged judged(Heard heard, boolean followed, int kind) {
        if (!heard.ended()) {
            return new Judged.Escaped("kind " + kind + ": neither an answer nor an end within " + READ_MILLIS + " ms");
        }
        List<JsonNode> answers = heard.answers();
        List<JsonNode> own = followed && !answers.isEmpty() ? answers.subList(0, 1) : answers;
        return Judged.heldIf(
                own.stream()
                        .allMatch(answer -> answer.path("status").asInt() == 400
                                && answer.path("tibet_provenance").isObject()),
                "kind " + kind + " was answered " + answers);
    }

    private static void control(Field field) throws ControlFailed, IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), field.muxPort())) {
            socket.setSoTimeout(READ_MILLIS);
            say(
                    socket.getOutputStream(),
                    frame(Wishes.honest(Wishes.session()), "").getBytes(ISO_8859_1),
                    false);
            MappingIterator<JsonNode> coming = JSON.readerFor(JsonNode.class).readValues(socket.getInputStream());
            JsonNode answer = coming.hasNextValue() ? coming.nextValue() : JSON.nullNode();
            if (answer.path("status").asInt() != 200) {
                throw new ControlFailed("an honest frame was answered " + answer);
            }
        }
    }

    private static String broken(int kind, Intent wish, RandomGenerator range) {
        String honest = frame(wish, "");
        return switch (kind) {
            case 0 -> noise(range);
            case 1 -> honest.substring(0, honest.length() - range.nextInt(2, 20)) + "}";
            case 2 -> frame(wish, ",\"deep\":" + "[".repeat(500) + "]".repeat(500));
            case 3 -> frame(wish, ",\"intent\":\"" + "x".repeat(300 * KIB) + "\"");
            case 4 -> frame(wish, ",\"session\":\"twice\"");
            case 5 -> honest.replace("\"channel_id\":7", "\"channel_id\":-" + range.nextInt(1, 1000));
            case 6 -> honest.replace("\"channel_id\":7", "\"channel_id\":" + "9".repeat(range.nextInt(20, 60)));
            case 7 -> frame(wish, ",\"unknown" + range.nextInt(1000) + "\":1");
            case 8 -> honest.replace("redteam", "red\0team");
            case 9 -> "[" + honest + "]";
            default -> honest.substring(0, honest.length() / 2);
        };
    }

    /** No object begins in it, so that what follows is not part of it by chance. */
    private static String noise(RandomGenerator range) {
        byte[] bytes = new byte[range.nextInt(1, 4 * KIB)];
        range.nextBytes(bytes);
        return new String(bytes, ISO_8859_1).replace('{', '}');
    }

    private static String frame(Intent wish, String more) {
        return """
                {"channel_id":7,"intent":"code:execute","from_aint":"redteam.aint","session":"%s","id":"%s",\
                "backend":"simulation","payload":"print(1)"%s}""".formatted(wish.session(), wish.id(), more);
    }

    /** Sends everything, byte by byte if so wished, then ends our side, and hears them out. */
    private static Heard talk(int port, String bytes, boolean slowly) throws IOException {
        List<JsonNode> answers = new ArrayList<>();
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(READ_MILLIS);
            socket.setTcpNoDelay(true);
            try {
                say(socket.getOutputStream(), bytes.getBytes(ISO_8859_1), slowly);
                socket.shutdownOutput();
                MappingIterator<JsonNode> coming =
                        JSON.readerFor(JsonNode.class).readValues(socket.getInputStream());
                while (coming.hasNextValue()) {
                    answers.add(coming.nextValue());
                }
            } catch (SocketTimeoutException e) {
                return new Heard(answers, false);
            } catch (SocketException e) {
                return new Heard(answers, true); // They hung up while we spoke.
            }
        }
        return new Heard(answers, true);
    }

    private static void say(OutputStream out, byte[] bytes, boolean slowly) throws IOException {
        if (!slowly) {
            out.write(bytes);
            return;
        }
        for (byte one : bytes) {
            out.write(one);
            out.flush();
        }
    }
}
