package io.nearline.retrieval.serve;

import io.nearline.retrieval.history.AppliedOutcomes;
import io.nearline.retrieval.history.LetterFollower;
import io.nearline.retrieval.index.LuceneStore;
import io.nearline.retrieval.index.LuceneTexts;
import io.nearline.retrieval.index.NarrowedStore;
import io.nearline.retrieval.words.PostFollower;
import io.nearline.topics.consume.ConsumerStatus;
import io.nearline.topics.consume.TopicsOpening;
import io.nearline.topics.consume.UpdateConsumer;
import io.nearline.topics.consume.UpdateStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node takes in, each on a thread of its own: updates, texts of posts, dead letters. After a
 * start the updates go first, since a search without them is wrong; without the newest texts and
 * letters it is only poorer.
 */
final class NodeFeeds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeFeeds.class);

    /** Where the index is rebuilt, or brokers do not answer, the others do not wait for it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final long recordsBehindAtMost;
    private final LuceneStore store;
    private final AppliedPosts applied;
    private final AppliedOutcomes outcomes;
    private final Optional<NarrowedStore> narrowed;
    private final UpdateConsumer consumer;
    private final PostFollower posts;
    private final LetterFollower letters;
    private final List<Thread> threads;

    private NodeFeeds(
            NodeSettings settings,
            TopicsOpening topics,
            LuceneStore store,
            LuceneTexts texts,
            InstantSource clock) {
        this.store = store;
        recordsBehindAtMost = settings.server().readyRecordsBehind();
        applied = new AppliedPosts(clock);
        outcomes = new AppliedOutcomes(clock);
        ObservedStore observed = new ObservedStore(store, applied, outcomes);
        // Outside, so that a post that is left out counts as one that was dropped.
        narrowed = settings.output().map(output -> new NarrowedStore(observed, output, clock));
        consumer =
                new UpdateConsumer(
                        topics, narrowed.<UpdateStore>map(narrow -> narrow).orElse(observed));
        posts = new PostFollower(settings.cluster(), settings.posts(), texts);
        letters =
                new LetterFollower(
                        settings.cluster(), settings.deadLettersTopic(), settings.posts());
        threads =
                List.of(
                        new Thread(this::feed, "index-feed"),
                        new Thread(() -> runLater(posts), "text-feed"),
                        new Thread(() -> runLater(letters), "letter-feed"));
    }

    /**
     * Begins to take in.
     *
     * @param topics those of the updates
     * @param store of the caller, to be closed after this
     * @param texts as the store
     */
    static NodeFeeds begin(
            NodeSettings settings,
            TopicsOpening topics,
            LuceneStore store,
            LuceneTexts texts,
            InstantSource clock) {
        NodeFeeds feeds = new NodeFeeds(settings, topics, store, texts, clock);
        feeds.threads.forEach(Thread::start);
        return feeds;
    }

    /** The posts that were taken in last, by time. */
    AppliedPosts applied() {
        return applied;
    }

    /** What became of posts. */
    AppliedOutcomes outcomes() {
        return outcomes;
    }

    /** What could not be processed. */
    LetterFollower letters() {
        return letters;
    }

    /**
     * How the index is fed. A topic of posts that cannot be read is a problem and no reason to
     * stop. A store of texts that fails is one: a restart mends it.
     */
    FeedState state() {
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

    /** Takes in no more, and commits. Stores must not be closed under what writes to them. */
    @Override
    public void close() {
        posts.close();
        letters.close();
        consumer.close();
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runLater(Runnable feed) {
        try {
            if (!consumer.awaitUpToDate(recordsBehindAtMost, LONGEST_WAIT)) {
                LOG.debug("the index has not caught up yet");
            }
            feed.run();
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
}
