package io.nearline.it.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import com.tngtech.archunit.lang.syntax.elements.ClassesThat;
import io.nearline.pipeline.config.ServingSettings;
import java.io.Serializable;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

@AnalyzeClasses(
        packages = {
            "io.nearline.schemas",
            "io.nearline.embedding",
            "io.nearline.packaging",
            "io.nearline.broker",
            "io.nearline.topics",
            "io.nearline.operators",
            "io.nearline.pipeline",
            "io.nearline.sql",
            "io.nearline.operations",
            "io.nearline.retrieval",
            "io.nearline.cli"
        },
        importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String SCHEMAS = "io.nearline.schemas..";
    private static final String EMBEDDING = "io.nearline.embedding..";
    private static final String PACKAGING = "io.nearline.packaging..";
    private static final String BROKER = "io.nearline.broker..";
    private static final String TOPICS = "io.nearline.topics..";
    private static final String OPERATORS = "io.nearline.operators..";
    private static final String PIPELINE = "io.nearline.pipeline..";
    private static final String SQL = "io.nearline.sql..";
    private static final String OPERATIONS = "io.nearline.operations..";
    private static final String RETRIEVAL = "io.nearline.retrieval..";
    private static final String CLI = "io.nearline.cli..";
    private static final String FLINK = "org.apache.flink..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String AVRO = "org.apache.avro..";
    private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";
    private static final String PICOCLI = "picocli..";

    /** Every arrow that the picture in docs/design/modules.md does not have. */
    @ArchTest
    static final ArchRule schemasAreForConsumersWithoutFlink =
            none(SCHEMAS)
                    .resideInAnyPackage(
                            FLINK,
                            KAFKA,
                            EMBEDDING,
                            BROKER,
                            TOPICS,
                            OPERATORS,
                            PIPELINE,
                            OPERATIONS,
                            RETRIEVAL,
                            CLI);

    @ArchTest
    static final ArchRule embeddingWorksWithoutAStream =
            none(EMBEDDING)
                    .resideInAnyPackage(
                            FLINK,
                            KAFKA,
                            AVRO,
                            SCHEMAS,
                            BROKER,
                            TOPICS,
                            OPERATORS,
                            PIPELINE,
                            OPERATIONS,
                            RETRIEVAL,
                            CLI);

    @ArchTest
    static final ArchRule packagingKnowsOnlyWhatServesItsBundles =
            none(PACKAGING)
                    .resideInAnyPackage(
                            FLINK,
                            KAFKA,
                            AVRO,
                            SCHEMAS,
                            BROKER,
                            TOPICS,
                            OPERATORS,
                            PIPELINE,
                            OPERATIONS,
                            RETRIEVAL,
                            CLI,
                            PICOCLI);

    /** What serves, runs or deploys a model takes bundles as they are. */
    @ArchTest
    static final ArchRule onlyTheCommandLineMakesBundles =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(PACKAGING, CLI)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(PACKAGING);

    @ArchTest
    static final ArchRule theBrokerKnowsNobody =
            none(BROKER)
                    .resideInAnyPackage(
                            FLINK,
                            AVRO,
                            SCHEMAS,
                            EMBEDDING,
                            TOPICS,
                            OPERATORS,
                            PIPELINE,
                            OPERATIONS,
                            RETRIEVAL,
                            CLI);

    @ArchTest
    static final ArchRule topicsAreForConsumersWithoutFlink =
            none(TOPICS)
                    .resideInAnyPackage(
                            FLINK,
                            EMBEDDING,
                            BROKER,
                            OPERATORS,
                            PIPELINE,
                            OPERATIONS,
                            RETRIEVAL,
                            CLI,
                            PICOCLI);

    @ArchTest
    static final ArchRule operatorsDoNotKnowWhoWiresThem =
            none(OPERATORS)
                    .resideInAnyPackage(
                            "org.apache.flink.connector..",
                            KAFKA,
                            BROKER,
                            TOPICS,
                            PIPELINE,
                            OPERATIONS,
                            RETRIEVAL,
                            CLI,
                            PICOCLI);

    @ArchTest
    static final ArchRule operatorsLeaveWiringToThePipeline =
            none(OPERATORS).areAssignableTo(StreamExecutionEnvironment.class);

    @ArchTest
    static final ArchRule theJobKnowsNeitherCommandsNorWhatPeopleDoToIt =
            none(PIPELINE).resideInAnyPackage(BROKER, OPERATIONS, RETRIEVAL, CLI, PICOCLI);

    /** Its jar has of these modules what is named here, and nothing else. */
    @ArchTest
    static final ArchRule sqlTakesOfTheJobWhereBundlesComeFromAndHowEnginesRun =
            none(SQL)
                    .resideInAnyPackage(
                            KAFKA, PACKAGING, BROKER, TOPICS, OPERATIONS, RETRIEVAL, CLI, PICOCLI)
                    .orShould()
                    .dependOnClassesThat(
                            resideInAPackage(OPERATORS)
                                    .and(resideOutsideOfPackage("io.nearline.operators.bundles")))
                    .orShould()
                    .dependOnClassesThat(
                            resideInAPackage(PIPELINE)
                                    .and(
                                            describe(
                                                    "are not of ServingSettings",
                                                    type ->
                                                            !type.getName()
                                                                    .startsWith(
                                                                            ServingSettings.class
                                                                                    .getName()))));

    @ArchTest
    static final ArchRule nobodyKnowsSql =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(SQL)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(SQL);

    @ArchTest
    static final ArchRule operationsKnowNoCommandLine =
            none(OPERATIONS).resideInAnyPackage(BROKER, CLI, PICOCLI);

    /** Requests have typed fields; {@code JobKeys} writes the keys, {@code JobSettings} reads. */
    @ArchTest
    static final ArchRule commandsAndUseCasesKnowNoKeys =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            CLI,
                            "io.nearline.operations.backfill..",
                            "io.nearline.operations.local..",
                            "io.nearline.operations.stream..")
                    .should()
                    .dependOnClassesThat()
                    .haveNameMatching("io\\.nearline\\.pipeline\\.config\\.[A-Za-z]+Options");

    @ArchTest
    static final ArchRule commandsKnowNoConfigurationOfFlink =
            none(CLI).belongToAnyOf(Configuration.class, ConfigOption.class);

    /** The gate judges models as {@code nearline evaluate} does; it searches nothing. */
    @ArchTest
    static final ArchRule operationsJudgeModelsAndSearchNothing =
            none(OPERATIONS)
                    .resideInAnyPackage(
                            "io.nearline.retrieval.index..",
                            "io.nearline.retrieval.search..",
                            "io.nearline.retrieval.serve..",
                            "io.nearline.retrieval.vectors..",
                            "io.nearline.retrieval.words..");

    @ArchTest
    static final ArchRule retrievalSearchesWithoutFlink =
            none(RETRIEVAL)
                    .resideInAnyPackage(
                            FLINK, BROKER, OPERATORS, PIPELINE, OPERATIONS, CLI, PICOCLI);

    @ArchTest
    static final ArchRule onlyRetrievalKnowsLucene =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(RETRIEVAL)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.apache.lucene..");

    @ArchTest
    static final ArchRule onlyOnePackageKnowsTheOnnxRuntime =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.nearline.embedding.onnx")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule onlyOnePackageKnowsTheTokenizerLibrary =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.nearline.embedding.tokenize")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule onlyOnePackageKnowsTheGraphFormat =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.nearline.packaging.graph")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.onnx.proto..");

    @ArchTest
    static final ArchRule onlyWhoReadsGraphsOrRecordsKnowsProtobuf =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.nearline.packaging.graph",
                            "io.nearline.operators.mapping",
                            "io.nearline.operators.wire")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.google.protobuf..");

    /**
     * Reading such a field makes a schema, and Avro leaves an object of its own on the thread: on
     * one of a session cluster's job manager it keeps all classes of the jar for good.
     */
    @ArchTest
    static final ArchRule whatIsSentToTheClusterHasNoGeneratedTypes =
            noFields()
                    .that()
                    .doNotHaveModifier(JavaModifier.TRANSIENT)
                    .and()
                    .areNotStatic()
                    .and()
                    .areDeclaredInClassesThat(assignableTo(Serializable.class))
                    .and()
                    .areDeclaredInClassesThat(resideOutsideOfPackage(SCHEMAS))
                    .should()
                    .haveRawType(resideInAPackage(SCHEMAS));

    @ArchTest
    static final ArchRule everyPackageIsNamedAfterWhatItDoes =
            classes()
                    .should()
                    .resideOutsideOfPackages("..common..", "..util..", "..impl..", "..manager..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.nearline.(**)").should().beFreeOfCycles();

    /** What groups of commands share is in packages of its own. */
    @ArchTest
    static final ArchRule groupsOfCommandsDoNotKnowEachOther =
            slices().matching("io.nearline.cli.(*)..")
                    .should()
                    .notDependOnEachOther()
                    .ignoreDependency(
                            alwaysTrue(),
                            resideInAnyPackage(
                                    "io.nearline.cli.options",
                                    "io.nearline.cli.terminal",
                                    "io.nearline.cli.directories"));

    @ArchTest
    static final ArchRule everyPackageSaysWhatMayBeNull =
            classes()
                    .should(
                            ArchCondition.from(
                                    describe(
                                            "reside in a package that is @NullMarked",
                                            type ->
                                                    type.getPackage()
                                                            .isAnnotatedWith(NULL_MARKED))));

    private static ClassesThat<ClassesShouldConjunction> none(String module) {
        return noClasses().that().resideInAPackage(module).should().dependOnClassesThat();
    }
}
