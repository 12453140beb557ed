package dev.airlock.schemas.rooms;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What each room may touch. Every house has a {@code RoomsTest} that extends this with its root package. Think hard about
 * the layering before changing this file; each rule says what to do instead.
 */
public abstract class RoomsLaws {
    private static final String[] VALUES = {
        "java.lang",
        "java.lang.invoke",
        "java.lang.runtime",
        "java.util",
        "java.util.function",
        "java.util.stream",
        "java.time",
        "java.time.temporal",
        "..model..",
        "dev.airlock.schemas.flow"
    };

    /** Pure libraries that a decision may ask: compiled policies, the route table, postures, word lists, tokens and their logs; and the forms of Unicode. */
    private static final String[] RULES = {
        "java.text",
        "..decide..",
        "dev.airlock.schemas.syscalls",
        "dev.airlock.schemas.routes",
        "dev.airlock.schemas.posture",
        "dev.airlock.schemas.risk",
        "dev.airlock.schemas.delegations",
        "dev.airlock.schemas.scan",
        "dev.airlock.provenance",
        "dev.airlock.provenance.log",
        "dev.airlock.provenance.token"
    };

    private final String house;
    private final String[] others;

    /**
     * @param house the root package, for example {@code dev.airlock.policy}
     * @param others root packages that this house must not know
     */
    protected RoomsLaws(String house, String... others) {
        this.house = house;
        this.others = others.clone();
    }

    @TestFactory
    final Stream<DynamicTest> every_room_keeps_its_law() {
        JavaClasses code = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(house);
        return laws(others).entrySet().stream()
                .map(law -> DynamicTest.dynamicTest(
                        law.getKey(),
                        () -> law.getValue().allowEmptyShould(true).check(code)));
    }

    static Map<String, ArchRule> laws(String... others) {
        var laws = new TreeMap<String, ArchRule>();
        laws.put("model_knows_only_values", modelKnowsOnlyValues());
        laws.put("decide_is_pure", decideIsPure());
        laws.put("nothing_pure_reads_a_clock_or_rolls_dice", nothingPureReadsAClock());
        laws.put("only_linux_makes_native_calls", onlyLinuxMakesNativeCalls());
        laws.put("only_the_shell_knows_the_frameworks", onlyTheShellKnowsTheFrameworks());
        laws.put("no_decision_sees_a_trace", noDecisionSeesATrace());
        laws.put("only_benchmarks_start_what_nobody_watches", onlyBenchmarksStartWhatNobodyWatches());
        laws.put("wire_decides_nothing", wireDecidesNothing());
        laws.put("names_say_what_a_thing_is", namesSayWhatAThingIs());
        if (others.length > 0) {
            laws.put("houses_do_not_know_each_other", housesDoNotKnowEachOther(others));
        }
        return laws;
    }

    private static ArchRule modelKnowsOnlyValues() {
        return classes()
                .that()
                .resideInAPackage("..model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(VALUES)
                .because("a model class is a value; move the behaviour to 'decide' or the I/O to 'shell'");
    }

    private static ArchRule decideIsPure() {
        String[] allowed = Stream.concat(Stream.of(VALUES), Stream.of(RULES)).toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("..decide..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .because("a decision takes its facts as arguments; read them in 'shell' and pass them in");
    }

    private static ArchRule nothingPureReadsAClock() {
        DescribedPredicate<JavaCall<?>> now =
                target(owner(nameMatching("java\\.time\\..*"))).and(target(nameMatching("now")));
        return noClasses()
                .that()
                .resideInAnyPackage("..model..", "..decide..", "dev.airlock.schemas..")
                .should()
                .callMethodWhere(now)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class, Runtime.class, Process.class, ProcessBuilder.class, Random.class, UUID.class)
                .orShould()
                .callMethodWhere(target(owner(nameMatching("java\\.lang\\.System")))
                        .and(target(nameMatching("currentTimeMillis|nanoTime|getenv"))))
                .because("time and chance are arguments, so that a decision can be replayed");
    }

    private static ArchRule onlyLinuxMakesNativeCalls() {
        return noClasses()
                .that()
                .resideOutsideOfPackage("dev.airlock.linux..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.SymbolLookup")
                .orShould()
                .callMethodWhere(target(nameMatching("reinterpret"))
                        .and(target(owner(nameMatching("java\\.lang\\.foreign\\.MemorySegment")))))
                .because("one room talks to the kernel; add a method to a class in 'linux' and call that");
    }

    private static ArchRule onlyTheShellKnowsTheFrameworks() {
        return noClasses()
                .that()
                .resideInAnyPackage("..model..", "..decide..", "..wire..", "..sandbox..", "dev.airlock.provenance..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "org.apache.kafka..", "dev.airlock.road..", "..shell..")
                .because("frameworks stay in the shell; pass in what was read");
    }

    private static ArchRule noDecisionSeesATrace() {
        return noClasses()
                .that()
                .resideInAnyPackage("..decide..", "..jail..", "..pool..", "..sandbox..", "dev.airlock.provenance..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("dev.airlock.schemas.model.TraceContext")
                .because("nobody signs a trace's headers; decide by what is signed, and leave the trace to 'shell'");
    }

    private static ArchRule onlyBenchmarksStartWhatNobodyWatches() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("..bench..", "dev.airlock.container..")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("PlainStarts")
                .because("its containers have no filter; park a container, whose every unlisted call is judged");
    }

    private static ArchRule wireDecidesNothing() {
        return noClasses()
                .that()
                .resideInAPackage("..wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..decide..")
                .because("bytes are read in one place and judged in another; call 'decide' from 'shell'");
    }

    private static ArchRule namesSayWhatAThingIs() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Manager|Handler|Helper|Utils?|Processor|Data|Info|Results?|Status|Impl)")
                .because("the glossary has a word for it; use that word");
    }

    private static ArchRule housesDoNotKnowEachOther(String... others) {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(others).map(other -> other + "..").toArray(String[]::new))
                .because(
                        "services share contracts, not code; move what both need to 'schemas', 'provenance' or 'road'");
    }
}
