package dev.airlock.bench;

import dev.airlock.provenance.ChainHead;
import dev.airlock.provenance.Sealer;
import dev.airlock.provenance.Token;
import dev.airlock.provenance.token.ChainName;
import dev.airlock.schemas.keys.SigningKey;
import dev.airlock.schemas.model.Lane;
import java.util.ArrayList;
import java.util.List;

/** Tokens of runs that never were, sealed in order, for tests that need no run. */
public final class SpecimenChain {
    private SpecimenChain() {}

    /** The first tokens of this key's chain in this partition. */
    public static List<Token> of(SigningKey executor, int partition, int many) {
        List<Token> tokens = new ArrayList<>();
        ChainHead head = ChainHead.genesis(new ChainName(executor.id(), Lane.BUS, partition));
        for (int number = 0; number < many; number++) {
            Sealer.Sealed sealed = Sealer.seal(Specimen.token(number), head, executor);
            tokens.add(sealed.token());
            head = sealed.next();
        }
        return tokens;
    }
}
