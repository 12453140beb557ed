package dev.airlock.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The calculator, on the host. */
class CalculatorTest {
    @TempDir
    static Path folder;

    private static Image image;
    private static List<String> command;

    @BeforeAll
    static void build() throws Exception {
        ImageStore store = new ImageStore(folder.resolve("images"));
        Recipe.CALCULATOR.build(store, Optional.empty(), _ -> {});
        image = store.load(Recipe.CALCULATOR.image());
        command = OnHost.command(image, folder);
    }

    private static OnHost.Ran calculate(String expression) throws Exception {
        return OnHost.run(command, image.environment(), expression.getBytes(StandardCharsets.UTF_8), folder);
    }

    @Test
    void the_image_is_the_routes_and_says_its_runtime() {
        assertThat(image.name()).isEqualTo("airlock-compute:latest");
        assertThat(image.runtime()).contains("calculator");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2**10 + 1           | 1025
            sqrt(2)             | 1.4142135623730951
            -(3 - 5) * 0x10     | 32
            7 // 2 + 7 % 2      | 4
            1 / 4               | 0.25
            2 ** -2             | 0.25
            max(1, 2.5, pi)     | 3.141592653589793
            round(2.71828, 2)   | 2.72
            gcd(12, 18)         | 6
            factorial(20)       | 2432902008176640000
            2**1000 // 2**990   | 1024
            """)
    void arithmetic_has_its_value(String expression, String value) throws Exception {
        assertThat(calculate(expression)).isEqualTo(new OnHost.Ran(0, value + "\n", ""));
    }

    @Test
    void a_sum_as_long_as_an_expression_may_be_has_its_value() throws Exception {
        assertThat(calculate("1+".repeat(127) + "1").out()).isEqualTo("128\n");
        assertThat(calculate("1+".repeat(128) + "1").err()).contains("at most 256 are read");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2**1001                     | an exponent beyond 1000
            9**9**9                     | an exponent beyond 1000
            (2**1000)**9                | a result of more than 8192 bits
            2**1000*2**1000*2**1000*2**1000*2**1000*2**1000*2**1000*2**1000*2**1000 | more than 8192 bits
            factorial(1001)             | factorial takes an integer from 0 to 1000
            factorial(1000)             | a result of more than 8192 bits
            1/0                         | ZeroDivisionError
            sqrt(-1)                    | ValueError
            (-8)**0.5                   | a result that is no real number
            1e308*10                    | a result that is no real number
            10**400/3                   | OverflowError
            1;2                         | no expression
            1 +                         | no expression
            """)
    void what_has_no_value_here_says_why(String expression, String why) throws Exception {
        OnHost.Ran ran = calculate(expression);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("bad value: ").contains(why).hasLineCount(1);
    }

    static List<String> attacks() {
        return List.of(
                "__import__('os').system('id')",
                "().__class__.__bases__[0].__subclasses__()",
                "(lambda: 1)()",
                "[x for x in (1, 2)]",
                "open('/etc/passwd')",
                "eval('1')",
                "exec('1')",
                "sqrt.__self__",
                "'a' * 1000000000",
                "1 if 1 else 2",
                "(a := 1)",
                "f'{1}'",
                "True + True",
                "1j * 1j",
                "max(*[1, 2])",
                "round(1, ndigits=2)",
                "1 << 100000",
                "pi()",
                "\u0661 + 1",
                "1\0",
                "",
                "(".repeat(33) + "1" + ")".repeat(33),
                "(".repeat(100) + "1" + ")".repeat(100),
                "-".repeat(255) + "1");
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void anything_but_arithmetic_is_a_bad_value(String attack) throws Exception {
        OnHost.Ran ran = calculate(attack);
        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith("bad value: ").doesNotContain("Traceback");
    }
}
