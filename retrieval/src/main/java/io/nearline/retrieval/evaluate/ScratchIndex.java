package io.nearline.retrieval.evaluate;

import io.nearline.embedding.ModelId;
import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.index.LuceneTexts;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.schemas.EncodedVector;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UpdateKind;
import io.nearline.schemas.VectorCodec;
import io.nearline.schemas.VectorEncoding;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The index of the service, filled with the documents of a set, in a directory that goes again. */
final class ScratchIndex implements AutoCloseable {

    private static final long REVISION = 1;

    private final Path directory;
    private final ModelId model;
    private final LuceneStore store;
    private final LuceneTexts texts;
    private final Searcher searcher;

    private ScratchIndex(Path directory, ModelId model) throws IOException {
        this.directory = directory;
        this.model = model;
        store = LuceneStore.open(directory.resolve("vectors"), Tier.FLOAT32);
        texts = LuceneTexts.open(directory.resolve("texts"));
        searcher = store.searcher(texts);
        store.models(
                new ModelChoice(
                        Optional.of(new ModelIdentity(model.name(), model.digest())),
                        ModelChoice.Reason.ACTIVE,
                        Optional.empty(),
                        List.of(),
                        new TreeSet<>()));
    }

    /** An empty one for the vectors of a model. */
    static ScratchIndex open(ModelId model) throws IOException {
        return new ScratchIndex(Files.createTempDirectory("nearline-evaluate-"), model);
    }

    /** Holds a document from now on; its words are found after {@link #refresh}. */
    void add(String id, Optional<String> title, String text, float[] vector) throws IOException {
        EncodedVector encoded = VectorCodec.encode(vector, VectorEncoding.FLOAT32);
        store.upsert(
                new IndexKey(id, model.name()),
                IndexUpdate.newBuilder()
                        .setPostId(id)
                        .setRevision(REVISION)
                        .setKind(UpdateKind.UPSERT)
                        .setModelName(model.name())
                        .setModelDigest(model.digest())
                        .setDimensions(vector.length)
                        .setVectorEncoding(encoded.encoding())
                        .setVectorScale(encoded.scale())
                        .setVector(ByteBuffer.wrap(encoded.bytes()))
                        .setEventTime(Instant.EPOCH)
                        .build());
        texts.apply(
                PostEvent.newBuilder()
                        .setPostId(id)
                        .setRevision(REVISION)
                        .setKind(PostEventKind.CREATE)
                        .setEventTime(Instant.EPOCH)
                        .setTitle(title.orElse(null))
                        .setBody(text)
                        .build(),
                Instant.EPOCH);
    }

    void refresh() throws IOException {
        texts.refresh();
    }

    /** Ids of the best documents, best first. */
    List<String> find(SearchQuery query, int k, Effort effort) {
        return searcher.search(SearchRequest.of(query, k).with(effort)).hits().stream()
                .map(hit -> hit.post().postId())
                .toList();
    }

    @Override
    public void close() throws IOException {
        try (store;
                texts) {
            // Closed in the other order; then nothing writes any more.
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
