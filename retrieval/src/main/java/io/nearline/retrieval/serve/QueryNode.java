package io.nearline.retrieval.serve;

import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.engine.Embedders;
import io.nearline.embedding.engine.EngineOptions;
import io.nearline.retrieval.index.HeldOutput;
import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.index.LuceneTexts;
import io.nearline.retrieval.search.Searcher;
import io.nearline.retrieval.words.PostText;
import io.nearline.topics.consume.TopicsOpening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * A whole query service in this process: the index, the consumer that feeds it, the models that
 * embed queries, and the HTTP server. Listens from the start and is ready when it has caught up.
 */
public final class QueryNode implements AutoCloseable {

    private static final InstantSource CLOCK = InstantSource.system();

    /** Vectors of some 2,000 texts that people type again. */
    private static final long EMBEDDING_CACHE_BYTES = 4L << 20;

    /** Directory of the texts, in that of the index. */
    private static final String TEXTS = "texts";

    private final LuceneStore store;
    private final LuceneTexts texts;
    private final NodeFeeds feeds;
    private final QueryEncoders encoders;
    private final RecallMeter recall;
    private final BundleOpening opening;
    private final QueryServer server;
    private final URI address;

    private QueryNode(
            NodeSettings settings,
            QueryEncoders encoders,
            BundleOpening opening,
            LuceneStore store,
            LuceneTexts texts,
            NodeFeeds feeds) {
        this.encoders = encoders;
        this.opening = opening;
        this.store = store;
        this.texts = texts;
        this.feeds = feeds;
        Searcher searcher = store.searcher(texts);
        recall =
                new RecallMeter(
                        searcher,
                        settings.recallShare(),
                        () -> ThreadLocalRandom.current().nextDouble());
        QueryService service =
                new QueryService(
                        searcher, encoders, this::text, feeds.applied(), feeds::state, recall);
        server =
                QueryServer.start(
                        service,
                        new PostHistories(service, feeds.outcomes(), feeds.letters()::of),
                        feeds.applied(),
                        settings.server(),
                        CLOCK);
        address =
                URI.create(
                        "%s://%s:%d/"
                                .formatted(
                                        settings.server().tls().isPresent() ? "https" : "http",
                                        bracketed(settings.server().host()),
                                        server.port()));
        opening.follow(searcher);
    }

    /**
     * Starts a node; returns when it listens, before it has caught up. What does not need each
     * other is opened at the same time: the last run's bundle, the topics, and the index.
     *
     * @throws io.nearline.retrieval.index.IndexUnusableException if the index cannot be opened,
     *     with what to do
     * @throws IllegalStateException if the address is not to be had
     */
    public static QueryNode start(NodeSettings settings) throws IOException {
        HeldOutput.require(settings.index(), settings.output());
        QueryEncoders encoders = encoders(settings);
        BundleOpening opening = new BundleOpening(encoders);
        TopicsOpening topics = TopicsOpening.begin(settings.cluster(), settings.consumer());
        try {
            LuceneStore.lastQueried(settings.index()).ifPresent(opening::begin);
            return withIndex(settings, encoders, opening, topics);
        } catch (IOException | RuntimeException e) {
            topics.close();
            opening.close();
            encoders.close();
            throw e;
        }
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
            NodeSettings settings,
            QueryEncoders encoders,
            BundleOpening opening,
            TopicsOpening topics)
            throws IOException {
        LuceneStore store =
                LuceneStore.open(settings.index(), settings.memory(), settings.approach());
        try {
            return withTexts(settings, encoders, opening, topics, store);
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static QueryNode withTexts(
            NodeSettings settings,
            QueryEncoders encoders,
            BundleOpening opening,
            TopicsOpening topics,
            LuceneStore store)
            throws IOException {
        LuceneTexts texts = LuceneTexts.open(settings.index().resolve(TEXTS));
        try {
            // The index catches up while the server is started.
            NodeFeeds feeds = NodeFeeds.begin(settings, topics, store, texts, CLOCK);
            try {
                return new QueryNode(settings, encoders, opening, store, texts, feeds);
            } catch (RuntimeException e) {
                feeds.close();
                throw e;
            }
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
        feeds.close();
        texts.close();
        store.close();
        encoders.close();
    }

    private Optional<PostText> text(String postId) {
        try {
            return texts.find(postId);
        } catch (IOException e) {
            throw new UncheckedIOException("The texts cannot be read", e);
        }
    }

    /** An IPv6 address in a URI. */
    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
