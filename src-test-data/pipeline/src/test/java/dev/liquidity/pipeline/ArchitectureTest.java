package dev.liquidity.pipeline;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** Who may depend on whom, and which library is known where. */
@AnalyzeClasses(packages = "dev.liquidity", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String COMMON = "dev.liquidity.common..";
    private static final String CONNECTOR = "dev.liquidity.connector..";
    private static final String RECEIVER = "dev.liquidity.receiver..";
    private static final String SANDBOX = "dev.liquidity.sandbox..";
    private static final String SUPPORT = "dev.liquidity.sandbox.support..";
    private static final String KITE = "dev.liquidity.connector.kite..";
    private static final String QUEUE = "dev.liquidity.connector.queue..";
    private static final String JOURNAL = "dev.liquidity.connector.journal..";
    private static final String READING = "dev.liquidity.common.journal..";
    private static final String WIRE = "dev.liquidity.common.wire..";
    private static final String PUBLISH = "dev.liquidity.connector.publish..";
    private static final String CONSUME = "dev.liquidity.receiver.consume..";
    private static final String KEYS = "dev.liquidity.receiver.keys..";
    private static final String STORE = "dev.liquidity.receiver.store..";
    private static final String ARCHIVE = "dev.liquidity.receiver.archive..";
    private static final String WEB = "dev.liquidity.receiver.web..";
    private static final String BATCH = "dev.liquidity.receiver.batch..";

    /** Rules on classes that were not found would all hold. */
    @ArchTest
    static void allModulesAreLookedAt(com.tngtech.archunit.core.domain.JavaClasses classes) {
        Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        Stream.of(
                        COMMON, CONNECTOR, RECEIVER, SANDBOX, KITE, QUEUE, JOURNAL, READING, WIRE, PUBLISH, CONSUME,
                        KEYS, STORE, BATCH)
                .map(name -> name.replace("..", ""))
                .forEach(name ->
                        Assertions.assertTrue(packages.stream().anyMatch(found -> found.startsWith(name)), name));
    }

    @ArchTest
    static final ArchRule theConnectorDoesNotKnowTheReceiver = none(CONNECTOR, RECEIVER, SANDBOX);

    @ArchTest
    static final ArchRule theReceiverDoesNotKnowTheConnector = none(RECEIVER, CONNECTOR, SANDBOX);

    @ArchTest
    static final ArchRule whatIsCommonKnowsNeither = none(COMMON, CONNECTOR, RECEIVER, SANDBOX);

    @ArchTest
    static final ArchRule theSandboxIsASecondWitness = none(SANDBOX, COMMON, CONNECTOR, RECEIVER);

    @ArchTest
    static final ArchRule whatAllTestsShareKnowsNothingOfTheRest = noClasses()
            .that()
            .resideInAPackage(SUPPORT)
            .should()
            .dependOnClassesThat(resideInAPackage("dev.liquidity..").and(resideOutsideOfPackage(SUPPORT)));

    @ArchTest
    static final ArchRule kiteKnowsNothingOfWhatBecomesOfItsFrames = none(KITE, QUEUE, JOURNAL, READING, WIRE, PUBLISH);

    @ArchTest
    static final ArchRule theQueueKnowsNeitherEndOfIt = none(QUEUE, KITE, JOURNAL, READING, WIRE, PUBLISH);

    @ArchTest
    static final ArchRule theJournalKnowsNeitherItsSourceNorItsReader = none(JOURNAL, KITE, PUBLISH);

    @ArchTest
    static final ArchRule theDecoderIsAFunctionOfBytes = none(WIRE, READING);

    @ArchTest
    static final ArchRule thePublisherKnowsTheJournalAlone = none(PUBLISH, KITE, QUEUE);

    @ArchTest
    static final ArchRule theKeysKnowNeitherConsumerNorStore = none(KEYS, CONSUME, STORE);

    @ArchTest
    static final ArchRule theStoreKnowsNeitherConsumerNorKeys = none(STORE, CONSUME, KEYS);

    @ArchTest
    static final ArchRule theConsumerKnowsNeitherKeysNorStore = none(CONSUME, KEYS, STORE);

    @ArchTest
    static final ArchRule whatPassesFromThreadToThreadKnowsNoneOfThem = none(BATCH, CONSUME, KEYS, STORE);

    @ArchTest
    static final ArchRule noCycles =
            slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule okhttpAndTheVendorsClientInTheKitePackageAlone = only(
                    "com.zerodhatech..", "okhttp3..", "okio..", "com.eatthepath..")
            .in(KITE, "dev.liquidity.sandbox.web..");

    @ArchTest
    static final ArchRule sqlInTheStoreAlone =
            only("java.sql..", "org.sqlite..").in(STORE, ARCHIVE, SANDBOX);

    @ArchTest
    static final ArchRule duckDbInTheArchiveAlone = only("org.duckdb..").in(ARCHIVE);

    @ArchTest
    static final ArchRule theRecordingPathKnowsNothingOfTheArchive = noClasses()
            .that()
            .resideInAnyPackage(CONSUME, KEYS, STORE, BATCH)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ARCHIVE, WEB);

    @ArchTest
    static final ArchRule jettyInTheDashboardAlone = only("org.eclipse.jetty..").in(WEB);

    @ArchTest
    static final ArchRule theDashboardKnowsNothingOfTheRecordingPath = none(WEB, CONSUME, KEYS, BATCH);

    @ArchTest
    static final ArchRule yamlInTheConfigurationAlone =
            only("org.yaml..", "org.snakeyaml..").in("dev.liquidity.common.config");

    @ArchTest
    static final ArchRule commandLinesInMainsAlone = only("picocli..")
            .in(
                    "dev.liquidity.common.command",
                    "dev.liquidity.connector",
                    "dev.liquidity.receiver",
                    "dev.liquidity.sandbox",
                    "dev.liquidity.sandbox.demo",
                    "dev.liquidity.sandbox.look");

    @ArchTest
    static final ArchRule micrometerInTheMetricsAlone =
            only("io.micrometer..", "io.prometheus..").in("dev.liquidity.common.status");

    @ArchTest
    static final ArchRule theRecordingKnowsNothingOfTheVerdicts = noClasses()
            .that()
            .resideInAnyPackage(CONSUME, BATCH, KEYS, STORE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.liquidity.receiver.status..");

    @ArchTest
    static final ArchRule logbackWhereLogsAreOpenedAlone =
            only("ch.qos.logback..").in("dev.liquidity.common.command");

    @ArchTest
    static final ArchRule redisIsNotForKiteJournalWireAndStore = noClasses()
            .that()
            .resideInAnyPackage(KITE, QUEUE, JOURNAL, READING, WIRE, STORE, BATCH)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("redis.clients..");

    @ArchTest
    static final ArchRule onlyMainsEndTheProcess = noClasses()
            .that()
            .doNotHaveSimpleName("Connector")
            .and()
            .doNotHaveSimpleName("Receiver")
            .and()
            .doNotHaveSimpleName("Sandbox")
            .should(callMethodWhere(target(owner(name("java.lang.System"))).and(target(name("exit")))));

    @ArchTest
    static final ArchRule classesAreNamedForWhatTheyDo =
            classes().should().haveNameNotMatching(".*\\.(Abstract\\w*|\\w*(Manager|Helper|Utils?|Impl))(\\$.*)?");

    private static ArchRule none(String of, String... others) {
        return noClasses().that().resideInAPackage(of).should().dependOnClassesThat(resideInAnyPackage(others));
    }

    private interface Library {
        ArchRule in(String... packages);
    }

    private static Library only(String... library) {
        return packages -> noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat(resideInAnyPackage(library))
                .allowEmptyShould(false);
    }

    /** A slice a package: the root of a module is one of them. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return resideInAPackage("dev.liquidity..").test(javaClass)
                    ? SliceIdentifier.of(javaClass.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "the packages";
        }
    }
}
