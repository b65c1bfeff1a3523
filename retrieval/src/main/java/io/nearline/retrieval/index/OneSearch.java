package io.nearline.retrieval.index;

import static java.util.Objects.requireNonNull;

import io.nearline.retrieval.index.Fusion.Found;
import io.nearline.retrieval.index.Fusion.Fused;
import io.nearline.retrieval.index.Fusion.Ranked;
import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.Hit.Source;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.search.Plan.Method;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRefusedException;
import io.nearline.retrieval.search.SearchRefusedException.Reason;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Extra;
import io.nearline.retrieval.search.Shape;
import io.nearline.retrieval.search.Watermark;
import io.nearline.retrieval.vectors.Approach;
import io.nearline.retrieval.vectors.Entry;
import io.nearline.retrieval.vectors.Moment;
import io.nearline.retrieval.vectors.Nearest;
import io.nearline.retrieval.vectors.NearestSearch;
import io.nearline.retrieval.vectors.PostFacts;
import io.nearline.retrieval.vectors.Selected;
import io.nearline.retrieval.vectors.VectorSet;
import io.nearline.retrieval.words.WordSearch;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request at one moment. */
final class OneSearch {

    /** What each source finds at least when ranks are fused: below it ranks say little. */
    private static final int LEAST_FUSED = 200;

    /** How many more are asked for when posts are left out, and again if that was not enough. */
    private static final int MORE = 4;

    private static final double NO_LEAST = -2;

    private final SearchRequest request;
    private final ModelIdentity model;
    private final VectorSet set;
    private final Moment moment;
    private final Selected selected;
    private final @Nullable NearestSearch scan;
    private final @Nullable WordSearch words;
    private Nearest nearest = new Nearest(List.of(), Method.NONE, 0, 1);
    private boolean exhausted;

    OneSearch(
            SearchRequest request,
            ModelIdentity model,
            VectorSet set,
            Approach approach,
            @Nullable WordSearch words) {
        this.request = request;
        this.model = model;
        this.set = set;
        this.words = words;
        this.moment = set.moment();
        this.selected = Selected.of(moment, request.selection(), excluded(request));
        this.scan =
                request.query().hasDirection()
                        ? new NearestSearch(
                                selected,
                                Direction.of(request.query(), set),
                                request.selection().leastSimilarity().orElse(NO_LEAST),
                                approach,
                                set.graph())
                        : null;
    }

    SearchAnswer answer() {
        List<Hit> hits = new ArrayList<>();
        for (Fused fused : best()) {
            hits.add(hit(hits.size() + 1, fused));
        }
        Plan plan =
                new Plan(
                        nearest.method(),
                        moment.held(),
                        selected.count(),
                        nearest.compared(),
                        nearest.expectedRecall());
        Watermark watermark =
                new Watermark(
                        moment.updates(),
                        moment.newestChange().isPresent()
                                ? Optional.of(
                                        Instant.ofEpochMilli(moment.newestChange().getAsLong()))
                                : Optional.empty());
        return new SearchAnswer(
                hits,
                new HeldModel(model.name(), model.digest(), set.dimensions(), moment.held()),
                plan,
                watermark);
    }

    private List<Fused> best() {
        int k = request.k();
        int wanted = request.shape().equals(Shape.PLAIN) ? k : MORE * k;
        while (true) {
            List<Fused> shaped = Shaping.apply(request.shape(), found(wanted), k);
            if (shaped.size() == k || exhausted) {
                return shaped;
            }
            wanted = (int) Math.min(selected.count(), (long) MORE * wanted);
        }
    }

    /** What the sources find when each is asked for so many. */
    private List<Fused> found(int wanted) {
        boolean both = scan != null && request.query().text().isPresent();
        int each = both ? Math.max(LEAST_FUSED, wanted) : wanted;
        List<Found> sources = new ArrayList<>();
        exhausted = true;
        if (scan != null) {
            nearest = scan.nearest(each, request.effort());
            take(
                    sources,
                    Source.VECTOR,
                    each,
                    nearest.neighbours().stream()
                            .map(one -> new Ranked(one.entry(), one.cosine()))
                            .toList());
        }
        if (request.query().text().isPresent()) {
            take(sources, Source.WORDS, each, byWords(request.query().text().get(), each));
        }
        return Fusion.of(sources);
    }

    private void take(List<Found> sources, Source source, int asked, List<Ranked> ranked) {
        exhausted &= ranked.size() < asked || asked >= selected.count();
        sources.add(new Found(source, ranked));
    }

    private List<Ranked> byWords(String text, int most) {
        if (words == null) {
            throw new SearchRefusedException(
                    Reason.NO_TEXTS,
                    "The index holds no texts: search by vector, or give it the posts topic.");
        }
        try {
            List<Ranked> ranked = new ArrayList<>();
            for (WordSearch.WordHit hit : words.search(text, most, this::mayBeFound)) {
                Entry entry = set.find(hit.postId());
                if (entry != null) {
                    ranked.add(new Ranked(entry, hit.score()));
                }
            }
            return ranked;
        } catch (IOException e) {
            throw new UncheckedIOException("The texts cannot be read", e);
        }
    }

    private boolean mayBeFound(String postId) {
        Entry entry = set.find(postId);
        return entry != null
                && selected.accepts(entry)
                && (scan == null || scan.isNearEnough(entry));
    }

    private Hit hit(int rank, Fused fused) {
        return new Hit(
                rank,
                fused.score(),
                fused.parts(),
                post(fused.entry(), model),
                request.extras().contains(Extra.VECTOR)
                        ? Optional.of(fused.entry().vector())
                        : Optional.empty());
    }

    private Set<String> excluded(SearchRequest asked) {
        SearchQuery query = asked.query();
        Set<String> named = asked.selection().excluded();
        if (query.like().isEmpty() && query.dislike().isEmpty()) {
            return named;
        }
        Set<String> all = new HashSet<>(requireNonNull(named));
        all.addAll(query.like());
        all.addAll(query.dislike());
        return all;
    }

    /** What an entry tells of its post. */
    static IndexedPost post(Entry entry, ModelIdentity model) {
        PostFacts facts = entry.facts();
        byte[] hash = facts.contentHash();
        return new IndexedPost(
                facts.postId(),
                facts.revision(),
                model.name(),
                model.digest(),
                hash == null ? Optional.empty() : Optional.of(HexFormat.of().formatHex(hash)),
                facts.knownLanguage(),
                facts.attributes(),
                facts.tokenCount(),
                Instant.ofEpochMilli(facts.eventTime()),
                facts.embeddedAt() == PostFacts.UNKNOWN_TIME
                        ? Optional.empty()
                        : Optional.of(Instant.ofEpochMilli(facts.embeddedAt())));
    }
}
