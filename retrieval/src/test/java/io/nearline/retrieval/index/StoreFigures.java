package io.nearline.retrieval.index;

import static io.nearline.retrieval.index.Updates.FIRST;
import static io.nearline.retrieval.index.Updates.key;
import static io.nearline.retrieval.index.Updates.position;
import static io.nearline.retrieval.index.Updates.querying;
import static io.nearline.retrieval.index.Updates.upsert;

import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.vectors.RandomVectors;
import io.nearline.retrieval.vectors.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures taking in, committing and opening: {@code StoreFigures DIRECTORY COUNT}, with vectors of
 * 384 components made up. The directory must be new.
 */
final class StoreFigures {

    private static final int DIMENSIONS = 384;
    private static final int BETWEEN_COMMITS = 10_000;

    private StoreFigures() {}

    public static void main(String[] args) throws Exception {
        Path directory = Files.createDirectory(Path.of(args[0]));
        int count = Integer.parseInt(args[1]);
        RandomVectors vectors = new RandomVectors(1, DIMENSIONS, 30, 1f);
        long start = System.nanoTime();
        try (LuceneStore store = LuceneStore.open(directory, Tier.FLOAT32)) {
            store.models(querying(FIRST));
            for (int i = 0; i < count; i++) {
                String postId = "p" + i;
                Map<String, String> attributes = Map.of("author", "a" + i % 1_000);
                store.upsert(key(postId), upsert(FIRST, postId, 1, attributes, vectors.nextUnit()));
                if (i % BETWEEN_COMMITS == 0) {
                    store.commit(position(i));
                }
            }
            store.commit(position(count));
        }
        print("%d posts taken in and committed in %.1f s".formatted(count, seconds(start)));
        for (int i = 0; i < 3; i++) {
            long opening = System.nanoTime();
            try (LuceneStore store = LuceneStore.open(directory, Tier.FLOAT32)) {
                double opened = seconds(opening);
                int hits =
                        store.searcher()
                                .search(
                                        SearchRequest.of(
                                                SearchQuery.ofVector(vectors.nextUnit()), 10))
                                .hits()
                                .size();
                print(
                        "opened in %.2f s, first %d hits after %.2f s"
                                .formatted(opened, hits, seconds(opening)));
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
