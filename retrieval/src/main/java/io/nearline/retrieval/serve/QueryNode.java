package io.nearline.retrieval.serve;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.retrieval.history.LetterFollower;
import io.nearline.retrieval.index.HeldOutput;
import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.index.LuceneTexts;
import io.nearline.retrieval.index.NarrowedStore;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.words.PostFollower;
import io.nearline.retrieval.words.PostText;
import io.nearline.topics.consume.ConsumerStatus;
import io.nearline.topics.consume.UpdateConsumer;
import io.nearline.topics.consume.UpdateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole query service in this process: the index, the consumer that feeds it, the models that
 * embed queries, and the HTTP server. Listens from the start and is ready when it has caught up.
 */
public final class QueryNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryNode.class);

    /** Vectors of some 2,000 texts that people type again. */
    private static final long EMBEDDING_CACHE_BYTES = 4L << 20;

    /** Directory of the texts, in that of the index. */
    private static final String TEXTS = "texts";

    private final LuceneStore store;
    private final Optional<NarrowedStore> narrowed;
    private final LuceneTexts texts;
    private final PostFollower posts;
    private final LetterFollower letters;
    private final Searcher searcher;
    private final QueryEncoders encoders;
    private final RecallMeter recall;
    private final UpdateConsumer consumer;
    private final Thread feeding;
    private final Thread reading;
    private final Thread telling;
    private final BundleOpening opening;
    private final QueryServer server;
    private final URI address;

    private QueryNode(
            NodeSettings settings,
            QueryEncoders encoders,
            BundleOpening opening,
            LuceneStore store,
            LuceneTexts texts) {
        this.encoders = encoders;
        this.opening = opening;
        this.store = store;
        this.texts = texts;
        InstantSource clock = InstantSource.system();
        AppliedPosts applied = new AppliedPosts(clock);
        searcher = store.searcher(texts);
        posts = new PostFollower(settings.cluster(), settings.posts(), texts);
        letters =
                new LetterFollower(
                        settings.cluster(), settings.deadLettersTopic(), settings.posts());
        recall =
                new RecallMeter(
                        searcher,
                        settings.recallShare(),
                        () -> ThreadLocalRandom.current().nextDouble());
        AppliedOutcomes outcomes = new AppliedOutcomes(clock);
        ObservedStore observed = new ObservedStore(store, applied, outcomes);
        // Outside, so that a post that is left out counts as one that was dropped.
        narrowed = settings.output().map(output -> new NarrowedStore(observed, output, clock));
        consumer =
                new UpdateConsumer(
                        settings.cluster(),
                        narrowed.<UpdateStore>map(narrow -> narrow).orElse(observed),
                        settings.consumer());
        QueryService service =
                new QueryService(searcher, encoders, this::text, applied, this::feedState, recall);
        server =
                QueryServer.start(
                        service,
                        new PostHistories(service, outcomes, letters::of),
                        applied,
                        settings.server(),
                        clock);
        address =
                URI.create(
                        "%s://%s:%d/"
                                .formatted(
                                        settings.server().tls().isPresent() ? "https" : "http",
                                        bracketed(settings.server().host()),
                                        server.port()));
        feeding = new Thread(this::feed, "index-feed");
        reading = new Thread(posts, "text-feed");
        telling = new Thread(letters, "letter-feed");
    }

    /**
     * Starts a node; returns when it listens, before it has caught up.
     *
     * @throws io.nearline.retrieval.index.IndexUnusableException if the index cannot be opened,
     *     with what to do
     * @throws IllegalStateException if the address is not to be had
     */
    public static QueryNode start(NodeSettings settings) throws IOException {
        HeldOutput.require(settings.index(), settings.output());
        QueryEncoders encoders = encoders(settings);
        BundleOpening opening = new BundleOpening(encoders);
        QueryNode node;
        try {
            // Reading the index and opening a bundle take a second or two each.
            LuceneStore.lastQueried(settings.index()).ifPresent(opening::begin);
            node = withIndex(settings, encoders, opening);
        } catch (IOException | RuntimeException e) {
            opening.close();
            encoders.close();
            throw e;
        }
        node.feeding.start();
        node.reading.start();
        node.telling.start();
        opening.follow(node.searcher);
        return node;
    }

    private static QueryEncoders encoders(NodeSettings settings) {
        EngineOptions engine =
                EngineOptions.forCpus(settings.embeddingThreads())
                        .withCacheBytes(EMBEDDING_CACHE_BYTES)
                        .withEntry(Role.QUERY);
        return new QueryEncoders(
                new BundleFinder(
                        settings.bundles(),
                        new PublishedBundles(
                                settings.cluster(), settings.consumer().controlTopic())),
                settings.output()
                        .<Function<Path, Embedder>>map(
                                output -> bundle -> Embedders.openOutput(bundle, engine, output))
                        .orElse(bundle -> Embedders.open(bundle, engine)));
    }

    private static QueryNode withIndex(
            NodeSettings settings, QueryEncoders encoders, BundleOpening opening)
            throws IOException {
        LuceneStore store =
                LuceneStore.open(settings.index(), settings.memory(), settings.approach());
        try {
            return withTexts(settings, encoders, opening, store);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static QueryNode withTexts(
            NodeSettings settings, QueryEncoders encoders, BundleOpening opening, LuceneStore store)
            throws IOException {
        LuceneTexts texts = LuceneTexts.open(settings.index().resolve(TEXTS));
        try {
            return new QueryNode(settings, encoders, opening, store, texts);
        } catch (RuntimeException e) {
            texts.close();
            throw e;
        }
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    /** How it gets on. */
    public NodeState state() {
        return NodeState.of(server.readiness());
    }

    /** Answers what is under way, commits the index, and gives everything back. */
    @Override
    public void close() throws IOException {
        server.close();
        recall.close();
        opening.close();
        posts.close();
        letters.close();
        consumer.close();
        awaitFeeding();
        texts.close();
        store.close();
        encoders.close();
    }

    /** Stores must not be closed under the threads that write to them. */
    private void awaitFeeding() {
        try {
            feeding.join();
            reading.join();
            telling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feed() {
        try {
            consumer.run();
        } catch (RuntimeException e) {
            // Shown by the state, the health check and whoever runs the node.
            LOG.error("the index is not fed any more", e);
        }
    }

    private Optional<PostText> text(String postId) {
        try {
            return texts.find(postId);
        } catch (IOException e) {
            throw new UncheckedIOException("The texts cannot be read", e);
        }
    }

    /**
     * A topic of posts that cannot be read is a problem and no reason to stop. A store of texts
     * that fails is one: a restart mends it.
     */
    private FeedState feedState() {
        ConsumerStatus status = consumer.status();
        Instant caughtUpAt = status.position().caughtUpAt();
        return new FeedState(
                posts.hasFailed()
                        ? FeedState.Phase.FAILED
                        : FeedState.Phase.valueOf(status.state().name()),
                status.problem().or(posts::problem),
                status.position().complete(),
                status.recordsBehind(),
                caughtUpAt.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(caughtUpAt),
                store.unsearchable() + narrowed.map(NarrowedStore::without).orElse(0L),
                posts.skipped(),
                status.freshness().percentile(0.5),
                status.freshness().percentile(0.99));
    }

    /** An IPv6 address in a URI. */
    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
