package dev.airlock.authorisation;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.airlock.schemas.rooms.RoomsLaws;
import org.junit.jupiter.api.Test;

final class RoomsTest extends RoomsLaws {
    RoomsTest() {
        super(
                "dev.airlock.authorisation",
                "dev.airlock.policy",
                "dev.airlock.snaft",
                "dev.airlock.gateway",
                "dev.airlock.executor");
    }

    @Test
    void only_one_room_knows_the_engine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.airlock.authorisation.cedar..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.cedarpolicy..")
                .because("the engine is native code; ask a set of policies instead")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.airlock.authorisation"));
    }

    @Test
    void the_engine_knows_no_bus() {
        noClasses()
                .that()
                .resideInAPackage("dev.airlock.authorisation.cedar..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.airlock.road..", "org.apache.kafka..", "dev.airlock.authorisation.shell..")
                .because("whoever asks brings the question")
                .check(new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages("dev.airlock.authorisation"));
    }
}
