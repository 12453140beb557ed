package dev.airlock.schemas.model;

import java.util.List;

/**
 * What a program wrote. The token holds the hash.
 *
 * @param session the intent's session
 * @param intentId the intent's id
 * @param tokenId the token that holds the hash
 * @param stdout standard output, as far as it was kept
 * @param stderr standard error, as far as it was kept
 * @param truncated whether the program wrote more
 * @param hash {@code sha256:} over both, see the codec
 * @param files what the intent asked for and the program left in {@code /out}
 * @param recording what the run was told of the world besides its input; empty if it cannot be played again
 */
public record Output(
        String session,
        String intentId,
        String tokenId,
        Bytes stdout,
        Bytes stderr,
        boolean truncated,
        String hash,
        List<NamedFile> files,
        Bytes recording) {
    public Output {
        new IntentKey(session, intentId);
        Check.id("token_id", tokenId);
        files = List.copyOf(files);
        FileName.checkAll("files", files.stream().map(NamedFile::name).toList(), Intent.OUTPUTS_MAX);
    }

    /** An output without files and recording. */
    public Output(
            String session,
            String intentId,
            String tokenId,
            Bytes stdout,
            Bytes stderr,
            boolean truncated,
            String hash) {
        this(session, intentId, tokenId, stdout, stderr, truncated, hash, List.of(), Bytes.EMPTY);
    }

    public IntentKey key() {
        return new IntentKey(session, intentId);
    }
}
