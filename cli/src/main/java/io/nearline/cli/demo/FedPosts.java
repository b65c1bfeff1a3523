package io.nearline.cli.demo;

import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.InvalidPostException;
import io.nearline.operators.decode.OversizedRecordException;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.topics.cluster.TopicNames;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the index must come to, by a plain fold over the posts in the order in which they were fed:
 * the highest revision wins, of equal ones the first. Knows nothing of gates, state or models.
 * Thread-safe.
 */
final class FedPosts {

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final PostDecoder decoder = new PostDecoder();
    private final TextAssembler assembler;
    private final Map<String, State> newest = new HashMap<>();

    FedPosts(TextRecipe recipe) {
        this.assembler = new TextAssembler(recipe);
    }

    /**
     * The newest revision of one post.
     *
     * @param revision its number
     * @param since the revision since which the index says the same: a change of nothing need not
     *     be published
     * @param live whether the index holds a vector of it
     * @param contentHash of its text; null if it has none
     * @param language null if not known
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by says() alone.
    record State(
            long revision,
            long since,
            boolean live,
            byte @Nullable [] contentHash,
            Map<String, String> attributes,
            @Nullable String language) {

        /** Without what the post says. */
        @Override
        public String toString() {
            return "State[r%d, %s]".formatted(revision, live ? "live" : "deleted");
        }

        /** Whether an update of the other says the same to a consumer. */
        boolean says(State other) {
            if (!live || !other.live) {
                return live == other.live;
            }
            return Arrays.equals(contentHash, other.contentHash)
                    && attributes.equals(other.attributes)
                    && Objects.equals(language, other.language);
        }

        private State sameAsSince(long earlier) {
            return new State(revision, earlier, live, contentHash, attributes, language);
        }
    }

    /** Folds the next post in; one that breaks its contract says nothing. */
    synchronized void add(PostEvent event) {
        PostText text;
        try {
            text = assembler.assemble(decoded(event));
        } catch (InvalidPostException | OversizedRecordException e) {
            // The job makes it a dead letter.
            return;
        }
        State before = newest.get(event.getPostId());
        if (before != null && event.getRevision() <= before.revision()) {
            return;
        }
        State now = state(text);
        newest.put(
                event.getPostId(),
                before != null && before.says(now) ? now.sameAsSince(before.since()) : now);
    }

    /** Shows every post. */
    synchronized void forEach(BiConsumer<String, State> visitor) {
        newest.forEach(visitor);
    }

    private static State state(PostText text) {
        long revision = text.version().revision();
        return new State(
                revision,
                revision,
                !text.isWithdrawal(),
                text.contentHash(),
                text.version().attributes(),
                text.version().language());
    }

    private Post decoded(PostEvent event) {
        return decoder.decode(
                new RawRecord(
                        TopicNames.POSTS,
                        0,
                        0,
                        event.getEventTime().toEpochMilli(),
                        List.of(),
                        null,
                        codec.encode(event),
                        Origin.LIVE));
    }
}
