package io.nearline.it.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.Serializable;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

@AnalyzeClasses(
        packages = {
            "io.nearline.schemas",
            "io.nearline.embedding",
            "io.nearline.operators",
            "io.nearline.pipeline"
        },
        importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String SCHEMAS = "io.nearline.schemas..";
    private static final String EMBEDDING = "io.nearline.embedding..";
    private static final String OPERATORS = "io.nearline.operators..";
    private static final String PIPELINE = "io.nearline.pipeline..";
    private static final String FLINK = "org.apache.flink..";
    private static final String KAFKA = "org.apache.kafka..";
    private static final String AVRO = "org.apache.avro..";

    @ArchTest
    static final ArchRule onlyThePipelineWiresJobs =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(PIPELINE)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(StreamExecutionEnvironment.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.flink.connector..", KAFKA);

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
                    .resideOutsideOfPackage("io.nearline.embedding.graph")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("ai.onnx.proto..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule embeddingWorksWithoutAStream =
            noClasses()
                    .that()
                    .resideInAPackage(EMBEDDING)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FLINK, KAFKA, AVRO, SCHEMAS, OPERATORS, PIPELINE);

    @ArchTest
    static final ArchRule schemasAreForConsumersWithoutFlink =
            noClasses()
                    .that()
                    .resideInAPackage(SCHEMAS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(FLINK, KAFKA, EMBEDDING, OPERATORS, PIPELINE);

    @ArchTest
    static final ArchRule operatorsDoNotKnowWhoWiresThem =
            noClasses()
                    .that()
                    .resideInAPackage(OPERATORS)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(PIPELINE);

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

    /**
     * The root package of {@code embedding} is left out: it is the module's face, and opens what
     * lies behind it in terms of its own types.
     */
    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().assignedFrom(new ByPackage()).should().beFreeOfCycles();

    private static final class ByPackage implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().equals("io.nearline.embedding")
                    ? SliceIdentifier.ignore()
                    : SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
