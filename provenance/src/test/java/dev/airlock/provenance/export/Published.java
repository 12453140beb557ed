package dev.airlock.provenance.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.TokenReader;
import dev.airlock.provenance.TokenRejected;
import dev.airlock.schemas.keys.KeyRing;
import dev.airlock.schemas.keys.KeyRing.Holder;
import dev.airlock.schemas.keys.KeyRole;
import dev.airlock.schemas.keys.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The tokens of the published vectors. */
final class Published {
    static final SigningKey EXPORTER = key(3);
    static final SigningKey STRANGER = key(4);
    static final TokenReader READER = new TokenReader(KeyRing.of(Map.of(
            key(1).id(), new Holder(KeyRole.EXECUTOR, "executor"),
            key(2).id(), new Holder(KeyRole.GATEWAY, "gateway"))));

    private static final List<Token> TOKENS = read();

    private Published() {}

    static List<Token> tokens() {
        return TOKENS;
    }

    private static List<Token> read() {
        try (InputStream in = Published.class.getResourceAsStream("/vectors/good.json")) {
            List<Token> tokens = new ArrayList<>();
            for (JsonNode vector : new ObjectMapper().readTree(in)) {
                tokens.add(READER.readJson(vector.get("json").textValue().getBytes(StandardCharsets.UTF_8)));
            }
            return List.copyOf(tokens);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TokenRejected e) {
            throw new IllegalStateException(e);
        }
    }

    private static SigningKey key(int filling) {
        byte[] seed = new byte[SigningKey.SEED_BYTES];
        Arrays.fill(seed, (byte) filling);
        return SigningKey.fromSeed(seed);
    }
}
