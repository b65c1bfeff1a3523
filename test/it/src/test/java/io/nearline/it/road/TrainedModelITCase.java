package io.nearline.it.road;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.it.topic.TopicCopy;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testcluster.BrokerProcess;
import io.nearline.testcluster.WorkDirectory;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import io.nearline.topics.cluster.TopicPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From labelled posts to an active model, by the commands that users type and by nothing else. */
class TrainedModelITCase {
    private static final String BEFORE = "before";
    private static final String TRAINED = "trained";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern DIGEST = Pattern.compile("bundle +trained, digest (\\p{XDigit}+)");
    private static final Pattern SERVED = Pattern.compile("served +least cosine ([0-9.]+) with");

    /** What a served vector and the trainer's must have in common. */
    private static final double SAME = 0.99999;

    private final Path work = WorkDirectory.fresh(TrainedModelITCase.class);
    private final Script nearline = new Script(work.resolve("logs"));

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void becomesActiveOnARunningJobWithThePastEmbedded() throws Exception {
        Path before = TinyBundles.write(TinyModel.ENCODER, BEFORE, work);
        LabelledPosts labelled = LabelledPosts.writeTo(work, before);
        Path trained = work.resolve(TRAINED);
        String digest = train(labelled, trained);
        try (BrokerProcess broker =
                        BrokerProcess.start(work.resolve("broker"), work.resolve("logs"));
                TopicCopy<IndexUpdate> updates = copyOf(broker)) {
            String brokers = "--brokers=" + broker.bootstrapServers();
            Path log = work.resolve("stream.log");
            Process stream =
                    nearline.start(
                            log,
                            "stream",
                            "--model=" + before,
                            "--state=" + work.resolve("state"),
                            brokers);
            try {
                run("post", "--file=" + labelled.posts(), brokers);
                Awaitility.await("the posts' first vectors")
                        .atMost(PATIENCE)
                        .until(
                                () -> {
                                    assertThat(stream.isAlive()).as(Files.readString(log)).isTrue();
                                    return postsOf(updates, BEFORE).size() == labelled.ids().size();
                                });
                run("rollout", "promote", BEFORE, "--bundle=before=" + before, brokers);

                assertThat(run("author", "stage", trained.toString(), brokers))
                        .contains("trained is CANDIDATE");
                assertThat(run("backfill", "submit", "--model=" + trained, brokers))
                        .contains("FINISHED");
                String[] gate = {
                    TRAINED, "--labelled=" + labelled.pairs(), "--bundle=before=" + before, brokers
                };
                assertThat(run("rollout", "check", gate))
                        .containsPattern("ok +coverage +1 ")
                        .containsPattern("ok +quality .* 200 pairs of pairs.tsv")
                        .contains(" 0 failed");
                assertThat(run("rollout", "promote", gate))
                        .contains("trained is ACTIVE")
                        .contains("replaces before");
            } finally {
                stream.destroy();
                assertThat(stream.waitFor(1, TimeUnit.MINUTES)).as("ended").isTrue();
            }
            assertThat(postsOf(updates, TRAINED))
                    .containsExactlyInAnyOrderElementsOf(labelled.ids());
            assertThat(updates.catchUp())
                    .filteredOn(update -> update.getModelName().equals(TRAINED))
                    .allMatch(update -> update.getModelDigest().equals(digest));
        }
    }

    /** Returns the digest of the bundle that was made. */
    private String train(LabelledPosts labelled, Path bundle) throws Exception {
        String plan = labelled.plan().toString();
        String run = work.resolve("run").toString();
        assertThat(run("author", "train", plan, "--out", run)).contains("ends      after step 40");
        String exported =
                run("author", "export", plan, "--run", run, "--out=" + bundle, "--name=trained");
        assertThat(Double.parseDouble(only(SERVED, exported))).isGreaterThanOrEqualTo(SAME);
        return only(DIGEST, exported);
    }

    private static String only(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private TopicCopy<IndexUpdate> copyOf(BrokerProcess broker) throws Exception {
        run("topics", "create", "--partitions=1", "--brokers=" + broker.bootstrapServers());
        return new TopicCopy<>(
                broker.bootstrapServers(), TopicPlan.INDEX_UPDATES, IndexUpdate.class);
    }

    private static List<String> postsOf(TopicCopy<IndexUpdate> updates, String model) {
        return updates.catchUp().stream()
                .filter(update -> update.getModelName().equals(model))
                .map(IndexUpdate::getPostId)
                .toList();
    }

    /** Runs a command, which must succeed, and returns what it printed for people to keep. */
    private String run(String group, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(group, command));
        words.addAll(List.of(arguments));
        Script.Result result = nearline.run(words.toArray(String[]::new));
        assertThat(result.exitCode()).as("%s: %s%s", words, result.out(), result.err()).isZero();
        return result.out();
    }
}
