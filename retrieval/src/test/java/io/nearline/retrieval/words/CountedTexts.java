package io.nearline.retrieval.words;

import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Texts of another store, how many changes it was given, and how often it was refreshed. */
final class CountedTexts implements TextStore {

    private final TextStore texts;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger refreshes = new AtomicInteger();

    CountedTexts(TextStore texts) {
        this.texts = texts;
    }

    int changes() {
        return changes.get();
    }

    int refreshes() {
        return refreshes.get();
    }

    @Override
    public TextPosition position() {
        return texts.position();
    }

    @Override
    public void apply(PostEvent event, Instant seenAt) throws IOException {
        texts.apply(event, seenAt);
        changes.incrementAndGet();
    }

    @Override
    public void erase(String postId) throws IOException {
        texts.erase(postId);
    }

    @Override
    public void clear() throws IOException {
        texts.clear();
    }

    @Override
    public void forgetDeletes(Instant seenBefore) throws IOException {
        texts.forgetDeletes(seenBefore);
    }

    @Override
    public void refresh() throws IOException {
        refreshes.incrementAndGet();
        texts.refresh();
    }

    @Override
    public void commit(TextPosition position) throws IOException {
        texts.commit(position);
    }

    @Override
    public Optional<PostText> find(String postId) throws IOException {
        return texts.find(postId);
    }

    @Override
    public List<WordHit> search(String text, int most, Predicate<String> mayBeFound)
            throws IOException {
        return texts.search(text, most, mayBeFound);
    }

    @Override
    public void close() throws IOException {
        texts.close();
    }
}
