package dev.airlock.provenance;

import dev.airlock.provenance.token.ChainLink;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.provenance.token.Labels;
import dev.airlock.provenance.token.Predecessor;
import dev.airlock.provenance.token.Sha256;
import dev.airlock.provenance.token.TokenId;
import dev.airlock.schemas.keys.KeyId;
import dev.airlock.schemas.model.Lane;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a {@link ChainHead}. The reader takes exactly what the writer makes. */
final class ChainHeadText {
    private static final String NUMBER = "(0|[1-9][0-9]{0,15})";
    /** 32 bytes, of a hybrid key 64. */
    private static final String KEY = "([A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{86})";

    private static final String DIGEST = "([A-Za-z0-9_-]{43})";
    private static final Pattern SHAPE = Pattern.compile("h1:" + KEY + ":(bus|fast):(0|[1-9][0-9]{0,4}):" + NUMBER + ":"
            + NUMBER + ":(?:(n)|e:" + NUMBER + ":" + DIGEST + "|p:([0-9a-f-]{36}):" + DIGEST + ")");

    private ChainHeadText() {}

    static String write(ChainHead head) {
        ChainLink next = head.next();
        String last =
                switch (next.predecessor()) {
                    case Predecessor.None() -> "n";
                    case Predecessor.PreviousEpoch previous ->
                        "e:" + previous.sequence() + ":"
                                + base64(previous.hash().bytes());
                    case Predecessor.Parent(var id, var hash) -> "p:" + id + ":" + base64(hash.bytes());
                };
        return String.join(
                ":",
                "h1",
                base64(next.chain().sealer().bytes()),
                Labels.of(next.chain().lane()),
                Integer.toString(next.chain().partition()),
                Long.toString(next.epoch()),
                Long.toString(next.sequence()),
                last);
    }

    /** @throws IllegalArgumentException if the text is not what {@link #write} gives for some head */
    static ChainHead read(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not a chain head of version h1");
        }
        Lane lane = parts.group(2).equals("bus") ? Lane.BUS : Lane.FAST;
        ChainName chain = new ChainName(keyId(parts.group(1)), lane, Integer.parseInt(parts.group(3)));
        long epoch = Long.parseLong(parts.group(4));
        ChainHead head =
                new ChainHead(new ChainLink(chain, epoch, Long.parseLong(parts.group(5)), predecessor(parts, epoch)));
        if (!write(head).equals(text)) {
            throw new IllegalArgumentException("not the only way to write this chain head"); // stray bits in base64
        }
        return head;
    }

    private static Predecessor predecessor(Matcher parts, long epoch) {
        if (parts.group(6) != null) {
            return new Predecessor.None();
        }
        if (parts.group(7) != null) {
            return new Predecessor.PreviousEpoch(epoch - 1, Long.parseLong(parts.group(7)), digest(parts.group(8)));
        }
        return new Predecessor.Parent(new TokenId(parts.group(9)), digest(parts.group(10)));
    }

    private static KeyId keyId(String base64) {
        return KeyId.ofBytes(Base64.getUrlDecoder().decode(base64));
    }

    private static Sha256 digest(String base64) {
        return Sha256.ofDigest(Base64.getUrlDecoder().decode(base64));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
