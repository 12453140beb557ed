package dev.airlock.schemas.posture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.airlock.schemas.model.PostureLevel;
import dev.airlock.schemas.model.Switches;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SwitchTest {
    @Test
    void every_switch_of_a_posture_has_its_name_and_is_read_from_its_own_component() throws Exception {
        RecordComponent[] components = Switches.class.getRecordComponents();
        assertThat(Stream.of(components).map(component -> snakeCase(component.getName())))
                .containsExactlyElementsOf(
                        Stream.of(Switch.values()).map(Switch::label).toList());
        for (PostureLevel level : PostureLevel.values()) {
            Switches switches = Switches.of(level);
            for (RecordComponent component : components) {
                Switch one = Switch.valueOf(snakeCase(component.getName()).toUpperCase(Locale.ROOT));
                assertThat(one.isOn(switches))
                        .as("%s in %s", one, level)
                        .isEqualTo(component.getAccessor().invoke(switches));
            }
        }
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
