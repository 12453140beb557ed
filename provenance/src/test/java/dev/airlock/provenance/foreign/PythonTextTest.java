package dev.airlock.provenance.foreign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.airlock.provenance.foreign.ForeignRejected.Reason;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonTextTest {
    private static String written(String json) throws ForeignRejected {
        byte[] bytes = PythonText.bytes(JsonText.object(("{\"v\":" + json + "}").getBytes(UTF_8)));
        String text = new String(bytes, UTF_8);
        return text.substring("{\"v\": ".length(), text.length() - 1);
    }

    /** The file was written by Python, see src/test/python. */
    @Test
    void every_value_is_written_as_python_writes_it() throws Exception {
        try (InputStream in = PythonTextTest.class.getResourceAsStream("/foreign/python.json")) {
            JsonNode cases = new ObjectMapper().readTree(in);
            assertThat(cases).hasSizeGreaterThan(400);
            for (JsonNode one : cases) {
                assertThat(written(one.get("json").textValue()))
                        .isEqualTo(one.get("dumps").textValue());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.00",
                "1e5",
                "1E+16",
                "1e16",
                "-0",
                "0.10",
                "1e999",
                "123456789.123456789123",
                "1e-5",
                "0.00001"
            })
    void a_number_that_python_would_have_written_otherwise_is_refused(String number) {
        assertThatThrownBy(() -> written(number))
                .isInstanceOfSatisfying(ForeignRejected.class, rejected -> assertThat(rejected.reason())
                        .isEqualTo(Reason.AMBIGUOUS_NUMBER));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void what_is_no_number_is_not_written(double value) {
        assertThatThrownBy(() -> PythonFloat.repr(value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_float_reads_back_as_itself() {
        var chance = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(chance.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(PythonFloat.repr(value))).isEqualTo(value);
            }
        }
    }
}
