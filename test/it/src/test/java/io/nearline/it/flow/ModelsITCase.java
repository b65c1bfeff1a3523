package io.nearline.it.flow;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.pipeline.config.ModelOptions;
import io.nearline.schemas.DeadLetter;
import io.nearline.schemas.DeadLetterStage;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.ProjectFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ModelsITCase {

    private final FakeEmbedder first = JobRig.newFake();
    private final FakeEmbedder second = JobRig.newFake();

    @TempDir private Path directory;

    @Test
    void embedsEachPostForEachModelAndKeepsTheFailureOfOneFromTheOther() throws Exception {
        second.refuse("storm");
        try (JobRig rig = JobRig.in(directory)) {
            run(
                    rig,
                    rig.start(first, second),
                    aPost("a").body("rain").build(),
                    aPost("b").body("storm").build());

            assertThat(rig.topics().updates())
                    .extracting(IndexUpdate::getPostId, IndexUpdate::getModelName)
                    .containsExactlyInAnyOrder(
                            tuple("a", name(first)),
                            tuple("a", name(second)),
                            tuple("b", name(first)));
            assertThat(rig.topics().deadLetters())
                    .extracting(DeadLetter::getStage, DeadLetter::getModelName)
                    .containsExactly(tuple(DeadLetterStage.EMBED, name(second)));
        }
    }

    @Test
    void aModelThatIsAddedAtASavepointLeavesTheVectorsOfTheOthersAlone() throws Exception {
        try (JobRig rig = JobRig.in(directory)) {
            String savepoint;
            try (RunningJob job = rig.start(first)) {
                rig.topics().publish(List.of(aPost("old").body("rain").build()));
                job.waiting().until(() -> rig.topics().updates().size() == 1);
                savepoint = job.stopWithSavepoint();
            }
            run(
                    rig,
                    rig.resume(savepoint, first, second),
                    aPost("new").body("wind").build(),
                    aPost("old").revision(2).body("rain").attribute("likes", "1").build());

            assertThat(rig.topics().updates())
                    .extracting(
                            IndexUpdate::getPostId,
                            IndexUpdate::getRevision,
                            IndexUpdate::getModelName)
                    .containsExactlyInAnyOrder(
                            tuple("old", 1L, name(first)),
                            tuple("old", 2L, name(first)),
                            tuple("old", 2L, name(second)),
                            tuple("new", 1L, name(first)),
                            tuple("new", 1L, name(second)));
            assertThat(first.calls()).containsExactlyInAnyOrder("rain", "wind");
            assertThat(second.calls()).containsExactlyInAnyOrder("rain", "wind");
        }
    }

    @Test
    void servesBothRealBundlesAtOnce() throws Exception {
        List<String> bundles =
                List.of(
                        ProjectFiles.int8Bundle().getFileName().toString(),
                        ProjectFiles.fp32Bundle().getFileName().toString());
        PostEvent[] posts =
                IntStream.range(0, 10)
                        .mapToObj(i -> aPost("post-" + i).body("rain over harbour " + i).build())
                        .toArray(PostEvent[]::new);
        try (JobRig rig = JobRig.in(directory).set(ModelOptions.SERVED, bundles)) {
            run(rig, rig.startWithBundles(), posts);

            Map<String, List<IndexUpdate>> byPost =
                    rig.topics().updates().stream()
                            .collect(Collectors.groupingBy(IndexUpdate::getPostId));
            assertThat(byPost).hasSize(posts.length);
            assertThat(byPost.values())
                    .allSatisfy(
                            updates -> {
                                assertThat(updates)
                                        .extracting(IndexUpdate::getModelName)
                                        .containsExactlyInAnyOrderElementsOf(bundles);
                                assertThat(updates)
                                        .extracting(IndexUpdate::getTokenCount)
                                        .containsOnly(updates.get(0).getTokenCount());
                            });
        }
    }

    private static void run(JobRig rig, RunningJob job, PostEvent... posts) throws Exception {
        try (job) {
            rig.topics().publish(List.of(posts));
            job.awaitRead(posts.length);
            job.drain();
        }
    }

    private static String name(FakeEmbedder model) {
        return model.model().name();
    }
}
