package io.nearline.training;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "io.nearline.training", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String COMMAND = "io.nearline.training.command";
    private static final String TENSOR = "io.nearline.training.tensor";

    /**
     * They read freed memory in a backward pass, see {@link io.nearline.training.tensor.Tensor}.
     */
    @ArchTest
    static final ArchRule noNumberOfTheJvmEntersABackwardPass =
            noClasses()
                    .should()
                    .callMethodWhere(
                            calls(
                                    "an operation of an NDArray with a plain number",
                                    target ->
                                            target.getRawParameterTypes().stream()
                                                    .anyMatch(
                                                            type ->
                                                                    type.isAssignableTo(
                                                                            Number.class))));

    /** They cut the gradient: the first always, the second for a list of one. */
    @ArchTest
    static final ArchRule noOperationCutsTheGradient =
            noClasses()
                    .should()
                    .callMethodWhere(
                            calls(
                                    "duplicate or concat",
                                    target ->
                                            target.getName().equals("duplicate")
                                                    || target.getName().equals("concat")));

    @ArchTest
    static final ArchRule onlyOnePackageKnowsTheTensorLibrary =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(TENSOR)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ai.djl..");

    @ArchTest
    static final ArchRule onlyCommandsKnowTheCommandLine =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(COMMAND)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule onlyPlansKnowYaml =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.nearline.training.plan")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("org.yaml..");

    /** Not what serves queries. */
    @ArchTest
    static final ArchRule ofRetrievalOnlyWhatMeasuresAndReportsIsUsed =
            noClasses()
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage("io.nearline.retrieval..")
                                    .and(
                                            resideOutsideOfPackages(
                                                    "io.nearline.retrieval.measure",
                                                    "io.nearline.retrieval.report")));

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.nearline.(**)").should().beFreeOfCycles();

    @Test
    void theRulesSeeWhatTheyForbid() {
        JavaClasses forbidden = new ClassFileImporter().importClasses(Forbidden.class);
        assertThat(noNumberOfTheJvmEntersABackwardPass.evaluate(forbidden).hasViolation()).isTrue();
        assertThat(noOperationCutsTheGradient.evaluate(forbidden).hasViolation()).isTrue();
    }

    @SuppressWarnings("UnusedMethod") // Read by the rules.
    private static final class Forbidden {
        static NDArray half(NDArray array) {
            return array.mul(0.5).duplicate();
        }
    }

    private static DescribedPredicate<JavaMethodCall> calls(
            String what, Predicate<MethodCallTarget> forbidden) {
        return DescribedPredicate.describe(
                what,
                call ->
                        (assignableTo(NDArray.class).test(call.getTargetOwner())
                                        || assignableTo(NDArrays.class).test(call.getTargetOwner()))
                                && forbidden.test(call.getTarget()));
    }
}
