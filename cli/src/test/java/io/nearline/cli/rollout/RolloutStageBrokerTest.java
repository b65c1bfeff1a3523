package io.nearline.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.broker.LocalBroker;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.schemas.ModelState;
import io.nearline.schemas.ModelStatus;
import io.nearline.schemas.ServingState;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.control.ControlTopic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Staging against a real broker, with a stand-in for what the live job answers. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class RolloutStageBrokerTest {

    @TempDir private static Path directory;
    private static LocalBroker broker;
    private static Path bundle;
    private static ModelId model;

    @BeforeAll
    static void startBrokerAndPackageModel() throws IOException {
        broker = LocalBroker.start(directory.resolve("broker"));
        bundle = packaged("tiny", directory.resolve("tiny"));
        model = ModelBundle.open(bundle).id();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aStagedModelIsWaitedForUntilTheJobServesIt() {
        RolloutTopics topics = topics("served");
        CompletableFuture<ModelStatus> asked = answer(topics, ModelState.CANDIDATE, null);

        CommandLineRun run = topics.rollout("stage", bundle.toString());

        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out().get(0)).startsWith("tiny is CANDIDATE");
        assertThat(run.err()).anyMatch(line -> line.startsWith("verified here: tiny"));
        assertThat(asked.join().getModelDigest()).isEqualTo(model.digest());
        assertThat(asked.join().getBundleUri()).startsWith("file:///").contains("tiny");
    }

    @Test
    void aRefusalOfTheJobIsToldWithItsReason() {
        RolloutTopics topics = topics("refused");
        var unused = answer(topics, ModelState.REJECTED, "golden vector 3 is missed");

        CommandLineRun run = topics.rollout("stage", bundle.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).last().asString().contains("refused tiny", "golden vector 3");
    }

    @Test
    void aJobThatDoesNotAnswerIsNotWaitedForForEver() {
        RolloutTopics topics = topics("silent");

        CommandLineRun run = topics.rollout("stage", bundle.toString(), "--timeout=1");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).last().asString().contains("within 1 s", "rollout status");
        assertThat(topics.view().status("tiny").orElseThrow().getState())
                .isEqualTo(ModelState.STAGED);
    }

    @Test
    void aSpoiltBundleIsRefusedBeforeAnybodyIsAsked() throws IOException {
        RolloutTopics topics = topics("spoilt");
        Path spoilt = packaged("spoilt", directory.resolve("spoilt"));
        Files.writeString(spoilt.resolve(ModelBundle.TOKENIZER), "{}");

        CommandLineRun run = topics.rollout("stage", spoilt.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("tokenizer.json", "SHA-256");
        assertThat(topics.view().statuses()).isEmpty();
    }

    @Test
    void aBundleThatOnlyTheJobCanReadNeedsNameAndDigest() {
        RolloutTopics topics = topics("remote");
        String uri = "nowhere://models/tiny";

        CommandLineRun refused = topics.rollout("stage", uri, "--timeout=0");
        CommandLineRun staged =
                topics.rollout(
                        "stage", uri, "--timeout=0", "--name=tiny", "--digest=" + model.digest());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).singleElement().asString().contains("--name", "--digest");
        assertThat(staged.exitCode()).as(staged.toString()).isZero();
        assertThat(topics.view().status("tiny").orElseThrow().getBundleUri()).isEqualTo(uri);
    }

    @Test
    void anotherDigestThanTheOneSaidIsRefused() {
        RolloutTopics topics = topics("digest");

        CommandLineRun run =
                topics.rollout("stage", bundle.toString(), "--digest=" + "0".repeat(64));

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains(model.digest());
        assertThat(topics.view().statuses()).isEmpty();
    }

    /** Does what the live job does once it has looked at the bundle; returns what it was asked. */
    private static CompletableFuture<ModelStatus> answer(
            RolloutTopics topics, ModelState state, String reason) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (ControlTopic topic = topics.open()) {
                        ModelStatus asked =
                                topic.await(
                                                view -> view.status("tiny").isPresent(),
                                                Duration.ofMinutes(1))
                                        .orElseThrow()
                                        .status("tiny")
                                        .orElseThrow();
                        if (state == ModelState.CANDIDATE) {
                            topics.serve(model, ServingState.SERVING);
                        }
                        topic.publish(
                                ModelStatus.newBuilder(asked)
                                        .setState(state)
                                        .setSequence(asked.getSequence() + 1)
                                        .setReason(reason)
                                        .build());
                        return asked;
                    }
                });
    }

    private static RolloutTopics topics(String prefix) {
        return RolloutTopics.create(Cluster.at(broker.bootstrapServers()), prefix);
    }

    private static Path packaged(String name, Path target) throws IOException {
        Path source = TinyModel.BERT.writeTo(directory.resolve(name + "-source"));
        CommandLineRun run =
                CommandLineRun.of(
                        "model",
                        "package",
                        source.toString(),
                        "--out=" + target,
                        "--name=" + name,
                        "--max-tokens=16");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return target;
    }
}
