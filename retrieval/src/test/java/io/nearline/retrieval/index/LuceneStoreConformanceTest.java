package io.nearline.retrieval.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import io.nearline.retrieval.vectors.NearestScan;
import io.nearline.retrieval.vectors.Neighbour;
import io.nearline.retrieval.vectors.PostFacts;
import io.nearline.retrieval.vectors.Selected;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.topics.conformance.HeldPost;
import io.nearline.topics.conformance.HeldState;
import io.nearline.topics.conformance.StoreConformance;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneStoreConformanceTest {

    private static final int ALL = 10_000;

    @TempDir private Path directory;

    @Test
    void theStoreDoesWhatConsumersMustDo() {
        assertThat(StoreConformance.problems(new Index(directory.resolve("index")))).isEmpty();
    }

    private record Index(Path place) implements StoreConformance.Place {

        @Override
        public UpdateStore open() throws IOException {
            return LuceneStore.open(place, Tier.FLOAT32);
        }

        @Override
        public HeldState held(UpdateStore store) throws IOException {
            LuceneStore index = (LuceneStore) store;
            index.readAll();
            Shelf shelf = index.shelf();
            List<HeldPost> posts = new ArrayList<>();
            shelf.sets()
                    .forEach(
                            (model, set) -> {
                                Selected all = Selected.of(set.moment(), Selection.ALL, Set.of());
                                float[] direction = new float[set.dimensions()];
                                new NearestScan(all, direction, -2)
                                        .nearest(ALL, Effort.EXACT)
                                        .neighbours()
                                        .forEach(
                                                one ->
                                                        posts.add(
                                                                held(
                                                                        one,
                                                                        model.name(),
                                                                        model.digest())));
                            });
            return new HeldState(shelf.queried().orElse(null), posts);
        }

        @Override
        public void clear() throws IOException {
            if (Files.exists(place)) {
                try (Stream<Path> files = Files.walk(place)) {
                    for (Path file : files.sorted((one, two) -> two.compareTo(one)).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }

        private static HeldPost held(Neighbour neighbour, String name, String digest) {
            PostFacts facts = neighbour.entry().facts();
            List<Float> vector = new ArrayList<>();
            for (float component : neighbour.entry().vector()) {
                vector.add(component);
            }
            return new HeldPost(
                    facts.postId(),
                    name,
                    digest,
                    facts.revision(),
                    facts.language(),
                    facts.attributes(),
                    vector);
        }
    }
}
