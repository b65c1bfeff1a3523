package io.nearline.retrieval.serve;

import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.retrieval.history.LettersOfPost;
import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.serve.FeedState.Phase;
import io.nearline.retrieval.vectors.Tier;
import io.nearline.retrieval.words.PostText;
import io.nearline.retrieval.words.WordSearch.WordHit;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.testkit.ControlRecords;
import io.nearline.testkit.Updates;
import io.nearline.topics.consume.ModelChoice;
import io.nearline.topics.consume.ModelChoice.Reason;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A service above a real index of a few posts about three subjects. The vectors are made by hand:
 * the smaller the number in a post's id, the nearer it is to its subject's name.
 */
final class PagedPosts implements AutoCloseable {

    static final String MODEL = "small-model";
    static final String NEXT_MODEL = "next-model";
    static final List<String> SUBJECTS = List.of("storm", "soup", "chess");
    static final List<String> AUTHORS = List.of("ann", "bob", "cho");
    static final int POSTS_A_SUBJECT = 12;

    private final AppliedPosts applied = new AppliedPosts(InstantSource.system());
    private final AppliedOutcomes outcomes = new AppliedOutcomes(InstantSource.system());
    private final LuceneStore store;
    private final ObservedStore observed;
    private final RecallMeter recall;
    private final QueryEncoders encoders;
    private QueryServer server;
    private int port;

    PagedPosts(Path directory) throws IOException {
        store = LuceneStore.open(directory, Tier.FLOAT32);
        recall = new RecallMeter(store.searcher(), 0, () -> 0);
        observed = new ObservedStore(store, applied, outcomes);
        encoders =
                new QueryEncoders(
                        new AnyBundle(),
                        bundle ->
                                new HashEmbedder(
                                        String.valueOf(bundle.getParent()),
                                        String.valueOf(bundle.getFileName())));
        observed.models(
                new ModelChoice(
                        Optional.of(new ModelIdentity(MODEL, ControlRecords.digest(MODEL))),
                        Reason.ACTIVE,
                        Optional.empty(),
                        List.of(),
                        new TreeSet<>()));
        for (String subject : SUBJECTS) {
            for (int number = 0; number < POSTS_A_SUBJECT; number++) {
                put(MODEL, subject, number, 1 - 0.05f * number);
                // The other model turns neighbours round, and has not seen the last posts.
                if (number < POSTS_A_SUBJECT - 2) {
                    put(NEXT_MODEL, subject, number, 1 - 0.05f * (number ^ 1));
                }
            }
        }
    }

    /** Listens on a free port, or on the one that it had before. */
    void serve(ServerSettings settings) {
        QueryService service =
                new QueryService(
                        searcher(),
                        encoders,
                        PagedPosts::text,
                        applied,
                        PagedPosts::caughtUp,
                        recall);
        server =
                QueryServer.start(
                        service,
                        new PostHistories(
                                service,
                                outcomes,
                                id ->
                                        new LettersOfPost(
                                                List.of(), Optional.empty(), Optional.empty())),
                        applied,
                        settings.at(settings.host(), port),
                        InstantSource.system());
        port = server.port();
    }

    void stopServing() {
        server.close();
    }

    String address() {
        return "http://127.0.0.1:%d/".formatted(port);
    }

    /** A post with that near a vector to a text, 1 being the text's own. */
    void put(String model, String subject, int number, float nearness) throws IOException {
        String id = "%s-%02d".formatted(subject, number);
        put(
                model,
                id,
                between(subject, id, nearness),
                number % 4 == 3 ? "de" : "en",
                Map.of("author", AUTHORS.get(number % AUTHORS.size()), "subject", subject));
    }

    void put(
            String model,
            String id,
            float[] vector,
            String language,
            Map<String, String> attributes)
            throws IOException {
        IndexUpdate update =
                IndexUpdate.newBuilder(Updates.upsert(id, 1, model, vector))
                        .setLanguage(language)
                        .setAttributes(attributes)
                        .setTokenCount(11)
                        .setEventTime(Instant.now().minusMillis(120))
                        .setEmbeddedAt(Instant.now().minusMillis(40))
                        .build();
        observed.upsert(new IndexKey(id, model), update);
    }

    void delete(String model, String id) throws IOException {
        observed.delete(new IndexKey(id, model), 2, Instant.now());
    }

    @Override
    public void close() throws IOException {
        server.close();
        recall.close();
        encoders.close();
        observed.close();
    }

    private Searcher searcher() {
        return store.searcher(PagedPosts::posts);
    }

    /** Posts whose ids begin with one of the words. */
    private static List<WordHit> posts(String text, int most, Predicate<String> mayBeFound) {
        return SUBJECTS.stream()
                .filter(text::contains)
                .flatMap(
                        subject ->
                                IntStream.range(0, POSTS_A_SUBJECT)
                                        .mapToObj(
                                                number ->
                                                        new WordHit(
                                                                "%s-%02d"
                                                                        .formatted(
                                                                                subject,
                                                                                POSTS_A_SUBJECT
                                                                                        - 1
                                                                                        - number),
                                                                9 - number / 2f)))
                .filter(hit -> mayBeFound.test(hit.postId()))
                .limit(most)
                .toList();
    }

    /** What the page shows of a post that says no more than its id. */
    private static Optional<PostText> text(String id) {
        return Optional.of(
                new PostText(
                        id,
                        1,
                        Optional.empty(),
                        Optional.of("Title of " + id),
                        Optional.of("What %s says, in a sentence.".formatted(id)),
                        List.of()));
    }

    private static float[] between(String text, String other, float share) {
        float[] from = HashEmbedder.vectorOf(text);
        float[] to = HashEmbedder.vectorOf(other);
        float[] mixed = new float[from.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = share * from[i] + (1 - share) * to[i];
        }
        return mixed;
    }

    private static FeedState caughtUp() {
        return new FeedState(
                Phase.FOLLOWING,
                Optional.empty(),
                true,
                OptionalLong.of(0),
                Optional.of(Instant.now()),
                0,
                0,
                Optional.of(Duration.ofMillis(80)),
                Optional.of(Duration.ofMillis(200)));
    }

    /** A bundle of every name and digest, which are its path. */
    private static final class AnyBundle implements Bundles {

        @Override
        public Optional<Path> find(String modelName, String digest) {
            return findHere(modelName, digest);
        }

        @Override
        public Optional<Path> findHere(String modelName, String digest) {
            return Optional.of(Path.of(modelName, digest));
        }

        @Override
        public Map<Path, String> digestsOf(String modelName) {
            return Map.of();
        }
    }
}
