package io.nearline.operations.backfill.plan;

import io.nearline.operations.RefusedException;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.backfill.PostSubset;
import io.nearline.operators.decode.InvalidPostException;
import io.nearline.operators.decode.OversizedRecordException;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.UnfitRecordException;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.UndecodableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a sample of records says about the posts of its range. All numbers are estimates unless the
 * sample is whole.
 */
final class SampledPosts {

    private final RecordSample sample;
    private final PostSubset subset;
    private final PostDecoder decoder = new PostDecoder();
    private final PostReader reader;
    private final TextAssembler assembler;
    private final Map<String, Post> newest = new HashMap<>();
    private final Map<String, Integer> occurrences = new HashMap<>();
    private final List<PostText> texts = new ArrayList<>();
    private long unreadable;
    private @Nullable String firstProblem;
    private long deletes;
    private long alive;

    private SampledPosts(
            RecordSample sample, PostSubset subset, TextRecipe recipe, PostReader reader) {
        this.sample = sample;
        this.subset = subset;
        this.reader = reader;
        this.assembler = new TextAssembler(recipe);
    }

    /**
     * What the sample says.
     *
     * @param format how posts stand in its records
     * @throws RefusedException if a service that the format needs does not answer: nobody waits for
     *     a plan as long as a job does
     */
    static SampledPosts of(
            RecordSample sample, PostSubset subset, TextRecipe recipe, PostFormat format)
            throws InterruptedException {
        SampledPosts posts =
                new SampledPosts(sample, subset, recipe, format.open(new RefusedWait()));
        for (RawRecord record : sample.records()) {
            posts.add(record);
        }
        posts.judge();
        return posts;
    }

    /** Posts of which a record is in the range. */
    long distinct() {
        return DistinctEstimate.of(readable(), occurrences.values());
    }

    /** Posts that get a vector: not deleted, in the subset, with a text. */
    long toEmbed() {
        return alive == 0 ? 0 : Math.round((double) texts.size() / alive * notDeleted());
    }

    /** Records that will be dead letters, or have no value. */
    long unreadable() {
        return inRange(unreadable);
    }

    /** What is wrong with the first of these; null if there is none. */
    @Nullable String firstProblem() {
        return firstProblem;
    }

    /** Texts of the sample's posts that get a vector. */
    List<PostText> texts() {
        return texts;
    }

    private void add(RawRecord raw) throws InterruptedException {
        if (raw.value() == null) {
            countUnreadable("it has no value");
            return;
        }
        try {
            Post post = decoder.decode(raw, reader);
            String id = post.version().postId();
            occurrences.merge(id, 1, Integer::sum);
            deletes += post.version().change() == Change.DELETE ? 1 : 0;
            newest.merge(id, post, SampledPosts::newer);
        } catch (UndecodableRecordException
                | UnfitRecordException
                | InvalidPostException
                | OversizedRecordException e) {
            countUnreadable(String.valueOf(e.getMessage()));
        }
    }

    private void countUnreadable(String problem) {
        unreadable++;
        firstProblem = firstProblem == null ? problem : firstProblem;
    }

    private void judge() {
        for (Post post : newest.values()) {
            if (post.version().change() == Change.DELETE) {
                continue;
            }
            alive++;
            PostText text = assembler.assemble(post);
            if (subset.contains(post) && !text.isWithdrawal()) {
                texts.add(text);
            }
        }
    }

    /** A post is deleted once, so there are about as many deleted posts as records of deletes. */
    private long notDeleted() {
        return sample.isWhole() ? alive : Math.max(0, distinct() - inRange(deletes));
    }

    private long readable() {
        return sample.population() - inRange(unreadable);
    }

    private long inRange(long inSample) {
        int sampled = sample.records().size();
        return sampled == 0 ? 0 : Math.round((double) inSample / sampled * sample.population());
    }

    /** Gives up at once. */
    private static final class RefusedWait implements WaitObserver {
        @Override
        public void waits(String problem) {
            throw new RefusedException(problem);
        }

        @Override
        public void goesOn(Duration waited) {}
    }

    private static Post newer(Post one, Post other) {
        return one.version().revision() >= other.version().revision() ? one : other;
    }
}
