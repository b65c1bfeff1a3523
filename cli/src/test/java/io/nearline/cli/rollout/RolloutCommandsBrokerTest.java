package io.nearline.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checking, promoting and rolling back against a real broker. Each test has topics of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RolloutCommandsBrokerTest {

    private static final int POSTS = 60;

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static ModelId oldModel;
    private static ModelId newModel;

    @BeforeAll
    static void startBrokerAndPackageModels() throws IOException {
        broker = LocalBroker.start(directory.resolve("broker"));
        oldModel = packaged("old");
        newModel = packaged("new");
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void promotingMakesTheNewModelActiveForConsumersAndRollingBackTheFormer() {
        RolloutTopics topics = withOldModelActive("both");
        topics.publish(newModel, POSTS);

        CommandLineRun promoted = gate(topics, "promote", "new", "--by=ada");

        assertThat(promoted.exitCode()).as(promoted.toString()).isZero();
        ModelStatus active = topics.view().active().orElseThrow();
        assertThat(active.getModelName()).isEqualTo("new");
        assertThat(active.getReplaces()).isEqualTo("old");
        assertThat(active.getDecidedBy()).isEqualTo("ada");
        assertThat(active.getFigures())
                .containsEntry("coverage", 1.0)
                .containsEntry("neighbour-overlap", 1.0)
                .containsKeys("golden-parity", "vector-health", "rank-correlation");
        assertThat(stateOf(topics, "old")).isEqualTo(ModelState.CANDIDATE);

        CommandLineRun back = topics.rollout("rollback", "--reason=clicks fell");

        assertThat(back.exitCode()).as(back.toString()).isZero();
        assertThat(back.out().get(0)).contains("old is ACTIVE", "replaces new");
        assertThat(topics.view().active().orElseThrow().getModelName()).isEqualTo("old");
        assertThat(stateOf(topics, "new")).isEqualTo(ModelState.CANDIDATE);
    }

    @Test
    void aFailedCheckStopsAPromotionAndNothingIsPublished() {
        RolloutTopics topics = withOldModelActive("gap");
        topics.publish(newModel, POSTS - 1);

        CommandLineRun refused = gate(topics, "promote", "new");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out())
                .anyMatch(line -> line.matches("FAIL +coverage +0.9833 +>= 0.999 .*59 of 60.*"))
                .anyMatch(line -> line.contains("nearline backfill submit"));
        assertThat(refused.err()).singleElement().asString().contains("coverage", "--force");
        assertThat(topics.view().active().orElseThrow().getModelName()).isEqualTo("old");
        assertThat(topics.view().lastSequence()).isEqualTo(2);
    }

    @Test
    void aLowerBarLetsTheSamePromotionPass() {
        RolloutTopics topics = withOldModelActive("bar");
        topics.publish(newModel, POSTS - 1);

        assertThat(gate(topics, "promote", "new", "--min-coverage=0.9").exitCode()).isZero();
    }

    @Test
    void aForcedPromotionSaysSoAndWhy() {
        RolloutTopics topics = withOldModelActive("forced");

        CommandLineRun forced = gate(topics, "promote", "new", "--force", "--reason=fire");

        assertThat(forced.exitCode()).as(forced.toString()).isZero();
        ModelStatus active = topics.view().active().orElseThrow();
        assertThat(active.getForced()).isTrue();
        assertThat(active.getReason()).isEqualTo("fire");
        assertThat(active.getFigures()).containsEntry("coverage", 0.0);
    }

    @Test
    void forcingNeedsAReason() {
        RolloutTopics topics = withOldModelActive("reasonless");

        CommandLineRun run = gate(topics, "promote", "new", "--force");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("--reason");
        assertThat(topics.view().active().orElseThrow().getModelName()).isEqualTo("old");
    }

    @Test
    void theFirstModelIsPromotedWithoutComparisons() {
        RolloutTopics topics = topics("first");
        topics.serve(newModel, ServingState.SERVING);

        CommandLineRun first = gate(topics, "promote", "new");

        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.out())
                .anyMatch(line -> line.matches("skip +coverage .*no active model.*"));
        assertThat(topics.view().active().orElseThrow().getReplaces()).isNull();
    }

    @Test
    void aModelThatTheLiveJobDoesNotServeFailsTheCheck() {
        RolloutTopics topics = withOldModelActive("stopped");
        topics.publish(newModel, POSTS);
        topics.serve(newModel, ServingState.STOPPED);

        CommandLineRun checked = gate(topics, "check", "new");

        assertThat(checked.exitCode()).isEqualTo(1);
        assertThat(checked.out()).anyMatch(line -> line.matches("FAIL +serving .*STOPPED.*"));
    }

    @Test
    void theReportIsThereForMachines() throws IOException {
        RolloutTopics topics = withOldModelActive("json");
        topics.publish(newModel, POSTS);

        CommandLineRun checked = gate(topics, "check", "new", "--json");

        JsonNode report = new ObjectMapper().readTree(String.join("", checked.out()));
        assertThat(report.get("passes").booleanValue()).isTrue();
        assertThat(report.get("against").textValue()).isEqualTo("old");
        assertThat(report.get("checks")).hasSize(9);
        assertThat(report.at("/checks/2/check").textValue()).isEqualTo("coverage");
        assertThat(report.at("/checks/2/figure").doubleValue()).isEqualTo(1);
        assertThat(report.at("/checks/0/figure").isNull()).isTrue();
    }

    @Test
    void rollingBackToAModelThatWasStoppedIsRefused() {
        RolloutTopics topics = withOldModelActive("gone");
        topics.publish(newModel, POSTS);
        gate(topics, "promote", "new");
        topics.serve(oldModel, ServingState.STOPPED);

        CommandLineRun refused = topics.rollout("rollback");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).singleElement().asString().contains("old has not been served");
        assertThat(topics.view().active().orElseThrow().getModelName()).isEqualTo("new");
    }

    @Test
    void theActiveModelCannotBeRetiredAnotherOneCan() {
        RolloutTopics topics = withOldModelActive("retire");

        CommandLineRun refused = topics.rollout("retire", "old", "--timeout=0");
        CommandLineRun retired = topics.rollout("retire", "new", "--timeout=0");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).singleElement().asString().contains("active model");
        assertThat(retired.exitCode()).isZero();
        assertThat(stateOf(topics, "new")).isEqualTo(ModelState.RETIRED);
    }

    @Test
    void theStatusMarksTheActiveModel() {
        RolloutTopics topics = withOldModelActive("status");

        CommandLineRun status = topics.rollout("status");

        assertThat(status.out()).hasSize(3);
        assertThat(status.out().get(1)).matches("  new +CANDIDATE +SERVING +[0-9a-f]{12} .*");
        assertThat(status.out().get(2)).matches("\\* old +ACTIVE +SERVING +[0-9a-f]{12} .*");
    }

    @Test
    void anUnknownModelIsOneLine() {
        RolloutTopics topics = topics("unknown");

        CommandLineRun run = gate(topics, "check", "nothing");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("nothing", "stage it first");
    }

    /** The old model is active and served, the new one is served; POSTS posts under the old one. */
    private static RolloutTopics withOldModelActive(String prefix) {
        RolloutTopics topics = topics(prefix);
        topics.serve(oldModel, ServingState.SERVING);
        topics.serve(newModel, ServingState.SERVING);
        topics.decide(oldModel, ModelState.ACTIVE, 1);
        topics.decide(newModel, ModelState.CANDIDATE, 2);
        topics.publish(oldModel, POSTS);
        return topics;
    }

    private static RolloutTopics topics(String prefix) {
        return RolloutTopics.create(Cluster.at(broker.bootstrapServers()), prefix);
    }

    private static CommandLineRun gate(RolloutTopics topics, String command, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = command;
        System.arraycopy(options, 0, arguments, 1, options.length);
        arguments[options.length + 1] = "--bundle=new=" + directory.resolve("new");
        return topics.gate(arguments);
    }

    private static ModelState stateOf(RolloutTopics topics, String model) {
        ControlView view = topics.view();
        return view.status(model).orElseThrow().getState();
    }

    private static ModelId packaged(String name) throws IOException {
        Path source = TinyModel.BERT.writeTo(directory.resolve(name + "-source"));
        Path bundle = directory.resolve(name);
        CommandLineRun run =
                CommandLineRun.of(
                        "model",
                        "package",
                        source.toString(),
                        "--out=" + bundle,
                        "--name=" + name,
                        "--max-tokens=16");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return ModelBundle.open(bundle).id();
    }
}
