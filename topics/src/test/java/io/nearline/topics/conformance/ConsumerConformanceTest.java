package io.nearline.topics.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UndecodableRecordException;
import io.nearline.schemas.UpdateKind;
import io.nearline.topics.conformance.ConsumerConformance.Consumer;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelChooser;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConsumerConformanceTest {

    @Test
    void theKitIsRight() {
        assertThat(ConsumerConformance.problems(KitConsumer::new)).isEmpty();
    }

    @Test
    void theHandWrittenConsumerIsRightUntilAFaultIsPlanted() {
        assertThat(ConsumerConformance.problems(HandWritten::new)).isEmpty();
    }

    @Test
    void aConsumerThatIgnoresDeletesIsFound() {
        List<String> problems =
                ConsumerConformance.problems(
                        () ->
                                new HandWritten() {
                                    @Override
                                    void delete(IndexKey key, IndexUpdate update) {}
                                });

        assertThat(scenarios(problems)).contains("03-deletes", "16-long-run");
    }

    @Test
    void aConsumerThatIgnoresRevisionsIsFound() {
        List<String> problems =
                ConsumerConformance.problems(
                        () ->
                                new HandWritten() {
                                    @Override
                                    boolean isStale(IndexKey key, IndexUpdate update) {
                                        return false;
                                    }
                                });

        assertThat(scenarios(problems)).contains("02-repetitions", "03-deletes", "16-long-run");
    }

    @Test
    void aConsumerThatMixesModelsIsFound() {
        List<String> problems =
                ConsumerConformance.problems(
                        () ->
                                new HandWritten() {
                                    @Override
                                    IndexKey entry(IndexKey key) {
                                        return new IndexKey(key.postId(), "any");
                                    }
                                });

        assertThat(scenarios(problems)).contains("06-two-models", "08-promotion", "09-rollback");
    }

    @Test
    void aConsumerThatForgetsWhatItDeletedIsFound() {
        List<String> problems =
                ConsumerConformance.problems(
                        () ->
                                new HandWritten() {
                                    @Override
                                    void delete(IndexKey key, IndexUpdate update) {
                                        erase(key);
                                    }
                                });

        assertThat(scenarios(problems)).contains("03-deletes");
    }

    @Test
    void aConsumerThatStaysWithItsFirstModelIsFound() {
        List<String> problems =
                ConsumerConformance.problems(
                        () ->
                                new HandWritten() {
                                    private Optional<ModelChoice> first = Optional.empty();

                                    @Override
                                    ModelChoice choose() {
                                        ModelChoice now = super.choose();
                                        if (first.isEmpty() && now.queried().isPresent()) {
                                            first = Optional.of(now);
                                        }
                                        return first.orElse(now);
                                    }
                                });

        assertThat(scenarios(problems)).contains("08-promotion", "10-retirement");
    }

    @Test
    void aConsumerThatFailsIsTold() {
        List<String> problems =
                ConsumerConformance.problems(
                        () -> {
                            throw new IOException("no disk");
                        });

        assertThat(problems).hasSameSizeAs(Scenario.all()).allMatch(one -> one.contains("no disk"));
    }

    private static Set<String> scenarios(List<String> problems) {
        Set<String> names = new TreeSet<>();
        problems.forEach(problem -> names.add(problem.substring(0, problem.indexOf(':'))));
        return names;
    }

    /** A consumer without the kit's fold, with a place for each fault. */
    private static class HandWritten implements Consumer {

        private final AvroCodec<IndexUpdate> codec = AvroCodec.of(IndexUpdate.class);
        private final ModelChooser chooser = new ModelChooser(Optional.empty());
        private final Map<IndexKey, IndexUpdate> posts = new HashMap<>();
        private final Map<IndexKey, Long> revisions = new HashMap<>();
        private ModelChoice choice = ModelChoice.NONE;

        @Override
        public void accept(RecordedRecord next) {
            if (!next.isUpdate()) {
                chooser.apply(next.key(), next.value());
                choice = choose();
                posts.values().removeIf(post -> !choice.keeps(post.getModelName()));
                return;
            }
            try {
                apply(IndexKey.parse(next.key()), next.value());
            } catch (IllegalArgumentException | UndecodableRecordException e) {
                // Not for us.
            }
        }

        @Override
        public HeldState held() {
            return new HeldState(
                    choice.queried().orElse(null),
                    posts.values().stream().map(HeldPost::of).toList());
        }

        private void apply(IndexKey key, byte[] value) {
            if (!choice.keeps(key.modelName())) {
                return;
            }
            if (value == null) {
                erase(entry(key));
                return;
            }
            IndexUpdate update = codec.decode(value);
            boolean misplaced =
                    !key.equals(new IndexKey(update.getPostId(), update.getModelName()));
            if (misplaced
                    || update.getKind() == UpdateKind.UNKNOWN
                    || isStale(entry(key), update)) {
                return;
            }
            if (update.getKind() == UpdateKind.DELETE) {
                delete(entry(key), update);
            } else {
                posts.put(entry(key), update);
                revisions.put(entry(key), update.getRevision());
            }
        }

        IndexKey entry(IndexKey key) {
            return key;
        }

        boolean isStale(IndexKey key, IndexUpdate update) {
            return revisions.getOrDefault(key, Long.MIN_VALUE) > update.getRevision();
        }

        void delete(IndexKey key, IndexUpdate update) {
            posts.remove(key);
            revisions.put(key, update.getRevision());
        }

        void erase(IndexKey key) {
            posts.remove(key);
            revisions.remove(key);
        }

        ModelChoice choose() {
            return chooser.choose(choice.queried(), choice.retired());
        }
    }
}
