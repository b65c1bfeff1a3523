package io.nearline.retrieval.serve;

import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.EmbeddingException;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.UnembeddableTextException;
import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.serve.Problem.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds the texts of queries, each with the very bundle whose digest the index holds: a vector of
 * another bundle, even of one with the same name, would be compared with what it does not fit.
 * Bundles are opened once, by whoever comes first; {@link #follow} opens them beforehand. It alone
 * waits for others to say where a bundle is, so no request does while brokers do not answer.
 */
final class QueryEncoders implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueryEncoders.class);

    /** Far longer than a text takes on a machine that is not stuck. */
    private static final Duration LONGEST_EMBEDDING = Duration.ofSeconds(10);

    /** Whether texts can be embedded with a model. */
    enum Availability {
        /** At once. */
        OPEN,
        /** After its bundle was opened. */
        AVAILABLE,
        /** No bundle of this digest is there. */
        MISSING
    }

    private final Bundles bundles;
    private final Function<Path, Embedder> opening;
    private final Map<String, Encoder> byDigest = new ConcurrentHashMap<>();
    private final Map<String, Path> found = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Encoders without any bundle open.
     *
     * @param opening opens a bundle; throws {@link ModelRejectedException} if it must not serve
     */
    QueryEncoders(Bundles bundles, Function<Path, Embedder> opening) {
        this.bundles = bundles;
        this.opening = opening;
    }

    /**
     * The vector of a query's text, and what it cost.
     *
     * @throws QueryRefusedException if there is no bundle of the model's digest, the text can have
     *     no vector, or it takes too long
     */
    Embedding embed(HeldModel model, String text) {
        CompletableFuture<Embedding> future =
                encoder(model).open(model).embed(EmbeddableText.query(text));
        try {
            return future.get(LONGEST_EMBEDDING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            future.cancel(true);
            throw Problem.of(
                            Kind.OVERLOADED,
                            "The text had no vector after %d s: ask again later."
                                    .formatted(LONGEST_EMBEDDING.toSeconds()))
                    .thrown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            future.cancel(true);
            throw stopping();
        } catch (ExecutionException e) {
            throw failed(model, e.getCause());
        }
    }

    /** Whether texts can be embedded with a model. */
    Availability availability(HeldModel model) {
        @Nullable Encoder encoder = byDigest.get(model.digest());
        if (encoder != null && encoder.isOpen()) {
            return Availability.OPEN;
        }
        return !isRefused(model) && known(model).isPresent()
                ? Availability.AVAILABLE
                : Availability.MISSING;
    }

    /**
     * Opens the bundles of these models as far as they are there, and closes all others. May wait
     * for brokers.
     */
    void follow(List<HeldModel> models) {
        for (HeldModel model : models) {
            if (availability(model) == Availability.MISSING && !isRefused(model)) {
                bundles.find(model.name(), model.digest())
                        .ifPresent(bundle -> found.put(model.digest(), bundle));
            }
            if (availability(model) == Availability.AVAILABLE) {
                try {
                    encoder(model).open(model);
                } catch (QueryRefusedException e) {
                    LOG.warn("{}", e.getMessage());
                }
            }
        }
        Set<String> held = models.stream().map(HeldModel::digest).collect(Collectors.toSet());
        found.keySet().retainAll(held);
        for (String digest : Set.copyOf(byDigest.keySet())) {
            if (!held.contains(digest)) {
                close(digest);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        Set.copyOf(byDigest.keySet()).forEach(this::close);
    }

    private boolean isRefused(HeldModel model) {
        @Nullable Encoder encoder = byDigest.get(model.digest());
        return encoder != null && encoder.refusal().isPresent();
    }

    private Optional<Path> known(HeldModel model) {
        return bundles.findHere(model.name(), model.digest())
                .or(() -> Optional.ofNullable(found.get(model.digest())));
    }

    private void close(String digest) {
        @Nullable Encoder encoder = byDigest.remove(digest);
        if (encoder != null) {
            encoder.close();
        }
    }

    private Encoder encoder(HeldModel model) {
        return byDigest.computeIfAbsent(model.digest(), digest -> new Encoder());
    }

    /** The embedder of one digest. While it is opened, queries of other models go on. */
    private final class Encoder {

        private volatile @Nullable Embedder embedder;
        private volatile @Nullable String refusal;
        private boolean over;

        boolean isOpen() {
            return embedder != null;
        }

        Optional<String> refusal() {
            return Optional.ofNullable(refusal);
        }

        Embedder open(HeldModel model) {
            @Nullable Embedder open = embedder;
            return open == null ? openOnce(model) : open;
        }

        private synchronized Embedder openOnce(HeldModel model) {
            if (closed || over) {
                throw stopping();
            }
            if (refusal != null) {
                throw Problem.of(Kind.NO_BUNDLE, refusal).thrown();
            }
            @Nullable Embedder open = embedder;
            if (open == null) {
                open = load(model);
                embedder = open;
            }
            return open;
        }

        private Embedder load(HeldModel model) {
            Path bundle =
                    known(model)
                            .orElseThrow(() -> Problem.of(Kind.NO_BUNDLE, missing(model)).thrown());
            try {
                long begun = System.nanoTime();
                Embedder opened = opening.apply(bundle);
                if (!opened.model().digest().equals(model.digest())) {
                    opened.close();
                    found.remove(model.digest());
                    throw Problem.of(Kind.NO_BUNDLE, missing(model)).thrown();
                }
                LOG.info(
                        "opened the bundle {} of {} in {} ms",
                        bundle,
                        model.name(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
                return opened;
            } catch (ModelRejectedException e) {
                refusal =
                        "The bundle %s of the model %s must not serve: %s"
                                .formatted(bundle, model.name(), e.getMessage());
                throw Problem.of(Kind.NO_BUNDLE, refusal).thrown();
            }
        }

        synchronized void close() {
            over = true;
            if (embedder != null) {
                embedder.close();
                embedder = null;
            }
        }
    }

    private String missing(HeldModel model) {
        Map<Path, String> others = bundles.digestsOf(model.name());
        String found =
                others.isEmpty()
                        ? "no bundle of that name was found"
                        : others.entrySet().stream()
                                .map(
                                        other ->
                                                "the bundle in %s has the digest %s"
                                                        .formatted(
                                                                other.getKey(), other.getValue()))
                                .collect(Collectors.joining(", "));
        return "The index holds vectors of %s with the digest %s, and %s: give the directory of that very bundle with --bundle."
                .formatted(model.name(), model.digest(), found);
    }

    private static QueryRefusedException failed(HeldModel model, @Nullable Throwable cause) {
        if (cause instanceof UnembeddableTextException) {
            return Problem.inField(
                            Kind.UNEMBEDDABLE_TEXT,
                            "text",
                            "text: %s can make no vector of it: change the text."
                                    .formatted(model.name()))
                    .thrown();
        }
        if (cause instanceof EmbeddingException) {
            LOG.warn("a query's text got no vector from {}: {}", model.name(), cause.toString());
            return Problem.of(
                            Kind.OVERLOADED,
                            "The model %s could not embed the text just now: ask again."
                                    .formatted(model.name()))
                    .thrown();
        }
        throw new IllegalStateException("An embedder failed with what is not its contract", cause);
    }

    private static QueryRefusedException stopping() {
        return Problem.of(Kind.STOPPING, "The service is stopping: ask another one.").thrown();
    }
}
