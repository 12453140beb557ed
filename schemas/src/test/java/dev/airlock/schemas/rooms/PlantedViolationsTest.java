package dev.airlock.schemas.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A violation of each law lies in {@code planted}; a law that lets its own pass is no law. */
class PlantedViolationsTest {
    private static final Map<String, ArchRule> LAWS = RoomsLaws.laws("dev.airlock.schemas.rooms.planted.other");

    @TestFactory
    Stream<DynamicTest> every_law_refuses_its_planted_violation() {
        JavaClasses planted = new ClassFileImporter().importPackages("dev.airlock.schemas.rooms.planted");
        return LAWS.entrySet().stream()
                .map(law -> DynamicTest.dynamicTest(law.getKey(), () -> assertThat(
                                law.getValue().evaluate(planted).hasViolation())
                        .isTrue()));
    }

    @Test
    void every_law_says_what_to_do_instead() {
        assertThat(LAWS.values())
                .allSatisfy(law -> assertThat(law.getDescription()).contains("because"));
    }
}
