package dev.airlock.schemas.wire;

import java.io.IOException;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.Encoder;

/** One type of the model in Avro's binary form, straight from the value and straight into it. */
interface Mapping {
    void write(Object java, Encoder out) throws IOException;

    /**
     * @throws Unreadable if the model refuses the value
     */
    Object read(Decoder in) throws IOException, Unreadable;
}
