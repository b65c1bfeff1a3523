package io.nearline.retrieval.serve;

import io.nearline.embedding.vector.Cosine;
import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Extra;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.search.Watermark;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/** An index of a few posts in a list: everything is compared, nothing is filtered but ids. */
final class ListedPosts implements Searcher {

    static final int DIMENSIONS = 8;

    private final Map<IndexKey, Entry> entries =
            new TreeMap<>(Comparator.comparing(Object::toString));
    private final Map<String, String> digests = new TreeMap<>();
    private final AppliedPosts applied;
    private Optional<String> active = Optional.empty();
    private volatile CountDownLatch searchable = new CountDownLatch(0);
    private volatile Optional<RuntimeException> failure = Optional.empty();

    private record Entry(IndexedPost post, float[] vector) {}

    ListedPosts(AppliedPosts applied) {
        this.applied = applied;
    }

    synchronized void hold(String model, String digest) {
        digests.put(model, digest);
    }

    synchronized void activate(String model) {
        active = Optional.of(model);
    }

    synchronized void deactivate() {
        active = Optional.empty();
    }

    /** From now on searches wait for the latch. */
    void holdBack(CountDownLatch until) {
        searchable = until;
    }

    /** From now on searches fail so. */
    void fail(RuntimeException how) {
        failure = Optional.of(how);
    }

    void put(
            String model,
            String id,
            long revision,
            float[] vector,
            Map<String, String> attributes) {
        Instant changed = Instant.parse("2026-03-01T12:00:00Z").plusSeconds(revision);
        IndexKey key = new IndexKey(id, model);
        synchronized (this) {
            entries.put(
                    key,
                    new Entry(
                            new IndexedPost(
                                    id,
                                    revision,
                                    model,
                                    digests.get(model),
                                    Optional.of("ab".repeat(32)),
                                    Optional.of("en"),
                                    attributes,
                                    7,
                                    changed,
                                    Optional.of(changed.plusMillis(40))),
                            vector));
        }
        applied.upserted(
                key,
                IndexUpdate.newBuilder()
                        .setPostId(id)
                        .setRevision(revision)
                        .setKind(UpdateKind.UPSERT)
                        .setModelName(model)
                        .setModelDigest(digests.get(model))
                        .setDimensions(DIMENSIONS)
                        .setLanguage("en")
                        .setAttributes(attributes)
                        .setTokenCount(7)
                        .setTruncated(false)
                        .setEventTime(changed)
                        .build());
    }

    void delete(String model, String id, long revision) {
        IndexKey key = new IndexKey(id, model);
        synchronized (this) {
            entries.remove(key);
        }
        applied.deleted(key, revision);
    }

    @Override
    public SearchAnswer search(SearchRequest request) {
        awaitSearchable();
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (request.query().text().isPresent()) {
            throw new SearchRefusedException(
                    Reason.NO_TEXTS, "The index holds no texts: search by vector.");
        }
        synchronized (this) {
            HeldModel model = model(request.model().orElseThrow());
            float[] direction = direction(request.query(), model);
            List<Entry> found = new ArrayList<>();
            for (Map.Entry<IndexKey, Entry> entry : entries.entrySet()) {
                String id = entry.getKey().postId();
                if (entry.getKey().modelName().equals(model.name())
                        && !request.selection().excluded().contains(id)
                        && !request.query().like().contains(id)) {
                    found.add(entry.getValue());
                }
            }
            found.sort(
                    Comparator.comparingDouble(
                            entry -> -Cosine.between(entry.vector(), direction)));
            List<Hit> hits = new ArrayList<>();
            for (Entry entry : found.subList(0, Math.min(request.k(), found.size()))) {
                double cosine = Cosine.between(entry.vector(), direction);
                hits.add(
                        new Hit(
                                hits.size() + 1,
                                cosine,
                                List.of(
                                        new Hit.Part(
                                                Hit.Source.VECTOR,
                                                hits.size() + 1,
                                                cosine,
                                                cosine)),
                                entry.post(),
                                request.extras().contains(Extra.VECTOR)
                                        ? Optional.of(entry.vector())
                                        : Optional.empty()));
            }
            return new SearchAnswer(
                    hits,
                    model,
                    new Plan(Plan.Method.EXACT, model.posts(), found.size(), found.size(), 1),
                    new Watermark(
                            applied.count(), Optional.of(Instant.parse("2026-03-01T12:00:00Z"))));
        }
    }

    @Override
    public Optional<IndexedPost> find(String postId) {
        return find(postId, activeModel().orElseThrow().name());
    }

    @Override
    public synchronized Optional<IndexedPost> find(String postId, String modelName) {
        return Optional.ofNullable(entries.get(new IndexKey(postId, modelName))).map(Entry::post);
    }

    @Override
    public synchronized Optional<HeldModel> activeModel() {
        return active.map(this::model);
    }

    @Override
    public synchronized List<HeldModel> heldModels() {
        return digests.keySet().stream().map(this::model).toList();
    }

    private HeldModel model(String name) {
        String digest = digests.get(name);
        if (digest == null) {
            throw new SearchRefusedException(
                    Reason.NO_MODEL, "No model %s is held.".formatted(name));
        }
        long posts = entries.keySet().stream().filter(key -> key.modelName().equals(name)).count();
        return new HeldModel(name, digest, DIMENSIONS, posts);
    }

    private float[] direction(SearchQuery query, HeldModel model) {
        if (query.vector().isPresent()) {
            if (query.vector().get().length != DIMENSIONS) {
                throw new SearchRefusedException(
                        Reason.WRONG_DIMENSIONS,
                        "The vector has %d components, those of %s have %d."
                                .formatted(query.vector().get().length, model.name(), DIMENSIONS));
            }
            return query.vector().get();
        }
        String like = query.like().get(0);
        Entry entry = entries.get(new IndexKey(like, model.name()));
        if (entry == null) {
            throw new SearchRefusedException(
                    Reason.UNKNOWN_POST, "A post to resemble is not in the index.");
        }
        return entry.vector();
    }

    private void awaitSearchable() {
        try {
            searchable.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SearchRefusedException(Reason.CLOSED, "The index is being closed.");
        }
    }
}
