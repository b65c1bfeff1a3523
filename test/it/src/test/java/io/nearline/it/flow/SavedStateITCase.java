package io.nearline.it.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nearline.pipeline.config.Delivery;
import io.nearline.pipeline.config.KafkaOptions;
import io.nearline.pipeline.config.LostTransactions;
import io.nearline.pipeline.config.TopicOptions;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.testcluster.Artifacts;
import io.nearline.testkit.FakeEmbedder;
import io.nearline.testkit.Posts;
import io.nearline.testkit.PublishedIndex;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The state of every version ever shipped restores.
 *
 * <p>Before a release its savepoints are written once, with {@code mvn -pl test/it -am verify
 * -Dit.test=SavedStateITCase -Dnearline.savepoints.write=VERSION}, and committed. They are never
 * written again.
 */
@Timeout(180)
class SavedStateITCase {

    private static final Path SAVED = Artifacts.source("test/it/src/test/resources/savepoints");
    private static final String VERSION_TO_WRITE = System.getProperty("nearline.savepoints.write");

    /** Posts whose text was with the model at the moment of the savepoint. */
    private static final int IN_FLIGHT = 3;

    private static final int POSTS = 8;

    /** What a savepoint was taken of. */
    enum Situation {
        TEXTS_IN_FLIGHT,
        TWO_MODELS,
        EXACTLY_ONCE;

        /** Their names are in the savepoints. */
        List<FakeEmbedder> models() {
            return switch (this) {
                case TEXTS_IN_FLIGHT -> List.of(FakeEmbedder.named("saved-one"));
                case TWO_MODELS ->
                        List.of(
                                FakeEmbedder.named("saved-first"),
                                FakeEmbedder.named("saved-second"));
                case EXACTLY_ONCE -> List.of(FakeEmbedder.named("saved-once"));
            };
        }

        void applyTo(JobRig rig) {
            if (this == EXACTLY_ONCE) {
                rig.set(TopicOptions.DELIVERY, Delivery.EXACTLY_ONCE);
                // The broker of the savepoint, and its transactions, are gone.
                rig.set(KafkaOptions.LOST_TRANSACTIONS, LostTransactions.ACCEPT);
            }
        }

        FakeEmbedder[] served() {
            return models().toArray(FakeEmbedder[]::new);
        }

        String directory() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A savepoint that is committed. */
    record Saved(String version, Situation situation) {
        Path path() {
            return SAVED.resolve(version).resolve(situation.directory());
        }
    }

    @TempDir private Path directory;

    static List<Saved> saved() throws IOException {
        try (Stream<Path> versions = Files.list(SAVED)) {
            return versions.filter(Files::isDirectory)
                    .sorted()
                    .map(version -> version.getFileName().toString())
                    .flatMap(
                            version ->
                                    Arrays.stream(Situation.values())
                                            .map(situation -> new Saved(version, situation)))
                    .toList();
        }
    }

    @AfterEach
    void letGo() {
        for (Situation situation : Situation.values()) {
            situation.models().forEach(FakeEmbedder::release);
        }
    }

    @ParameterizedTest
    @MethodSource("saved")
    void goesOnFromTheStateOfEveryVersion(Saved saved) throws Exception {
        Situation situation = saved.situation();
        long before = calls(situation);
        try (JobRig rig = JobRig.in(directory)) {
            situation.applyTo(rig);
            try (RunningJob job = rig.resume(saved.path().toUri().toString(), situation.served())) {
                job.waiting().until(() -> isPublished(rig, situation, 0, IN_FLIGHT, 2));
                rig.topics().publish(events(IN_FLIGHT, POSTS, 1, "text"));
                rig.topics().publish(events(IN_FLIGHT, POSTS, 3, "text"));
                job.waiting().until(() -> isPublished(rig, situation, IN_FLIGHT, POSTS, 3));
                job.drain();
            }
            assertThat(rig.topics().updates())
                    .as("what is known already is not published again")
                    .extracting(IndexUpdate::getRevision)
                    .containsOnly(2L, 3L);
            assertThat(rig.topics().deadLetters()).isEmpty();
        }
        assertThat(calls(situation) - before)
                .as("texts in flight are embedded, vectors in state are not made again")
                .isEqualTo((long) IN_FLIGHT * situation.models().size());
    }

    @ParameterizedTest
    @EnumSource(Situation.class)
    void writesTheStateOfTheVersionAtHand(Situation situation) throws Exception {
        assumeTrue(VERSION_TO_WRITE != null, "-Dnearline.savepoints.write=VERSION is not set");
        Path target = new Saved(VERSION_TO_WRITE, situation).path();
        assertThat(target).as("a version is written once").doesNotExist();
        try (JobRig rig = JobRig.in(directory)) {
            situation.applyTo(rig);
            try (RunningJob job = rig.start(situation.served())) {
                rig.topics().publish(events(0, POSTS, 1, "text"));
                job.waiting().until(() -> isPublished(rig, situation, 0, POSTS, 1));
                situation.models().forEach(FakeEmbedder::hold);
                rig.topics().publish(events(0, IN_FLIGHT, 2, "another text"));
                job.waiting()
                        .until(
                                () ->
                                        situation.models().stream()
                                                .allMatch(model -> model.waiting() == IN_FLIGHT));
                copy(Path.of(URI.create(job.stopWithSavepoint())), target);
            }
        }
    }

    private static void copy(Path savepoint, Path target) throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(savepoint)) {
            for (Path file : files.toList()) {
                Files.copy(file, target.resolve(file.getFileName()));
            }
        }
    }

    private static List<PostEvent> events(int from, int to, long revision, String text) {
        return IntStream.range(from, to)
                .mapToObj(
                        post ->
                                Posts.aPost("saved-" + post)
                                        .revision(revision)
                                        .body(text + " of post " + post)
                                        .attribute("revision", Long.toString(revision))
                                        .build())
                .toList();
    }

    private static boolean isPublished(
            JobRig rig, Situation situation, int from, int to, long revision) {
        PublishedIndex index = rig.topics().index();
        return situation.models().stream()
                .map(model -> model.model().name())
                .allMatch(
                        model ->
                                IntStream.range(from, to)
                                        .mapToObj(post -> new IndexKey("saved-" + post, model))
                                        .map(key -> index.latest().get(key))
                                        .allMatch(
                                                update ->
                                                        update != null
                                                                && update.getRevision()
                                                                        == revision));
    }

    private static long calls(Situation situation) {
        return situation.models().stream().mapToLong(model -> model.calls().size()).sum();
    }
}
