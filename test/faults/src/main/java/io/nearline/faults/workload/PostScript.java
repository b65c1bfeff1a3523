package io.nearline.faults.workload;

import io.nearline.faults.history.PostWrite;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes the story of some posts: creates, edits of the text, edits of attributes, deletes, posts
 * that come back, and now and then an older revision that comes late. No two events of a post say
 * the same, so every newest revision must come out.
 *
 * <p>The first few posts are active: their attributes change all the time, their text only when
 * asked for, and they are never deleted.
 *
 * <p>What is written in a transaction can be taken back: the next event then has the revision of
 * one that was rolled back.
 */
public final class PostScript {
    private static final String[] WORDS = {
        "rain", "bread", "goal", "comet", "river", "train", "coffee", "winter", "garden", "island"
    };

    private record State(long revision, String body, boolean alive) {}

    private final Random random;
    private final int active;
    private final Set<Integer> uncertain = new HashSet<>();
    private final Set<Integer> retired = new HashSet<>();
    private State[] states;
    private State[] before;
    private Set<Integer> touched = new HashSet<>();
    private long stamp;
    private int nextActive;

    /**
     * @param posts how many
     * @param active how many of them are active
     */
    public PostScript(long seed, int posts, int active) {
        this.random = new Random(seed);
        this.active = active;
        states = new State[posts];
        Arrays.fill(states, new State(0, "", false));
        before = states.clone();
    }

    /** From here on things can be taken back. */
    public void begin() {
        before = states.clone();
        touched = new HashSet<>();
    }

    /** Takes back what came after {@link #begin}. */
    public void rollBack() {
        states = before.clone();
    }

    /** Nobody knows whether what came after {@link #begin} counts: no delete before an edit. */
    public void doubt() {
        uncertain.addAll(touched);
    }

    /** The next event of an active post: its attributes have changed. */
    public PostEvent nextLike() {
        int post = nextActive++ % active;
        State state = states[post];
        return state.alive() ? edit(post, state.body()) : edit(post, sentence());
    }

    /** A new text for every active post. */
    public List<PostEvent> rewriteActive() {
        return IntStream.range(0, active).mapToObj(post -> edit(post, sentence())).toList();
    }

    /**
     * Deletes of those posts that can be deleted; nothing comes after them but {@link #touch}, so
     * nothing covers up what brings them back.
     */
    public List<PostEvent> retire(Collection<String> postIds) {
        List<Integer> deletable =
                IntStream.range(active, states.length)
                        .filter(post -> postIds.contains(id(post)))
                        .filter(post -> states[post].alive() && !uncertain.contains(post))
                        .boxed()
                        .toList();
        retired.addAll(deletable);
        return deletable.stream().map(this::delete).toList();
    }

    /** The next event of any post that is not retired. */
    public PostEvent next() {
        int post = random.nextInt(states.length);
        while (retired.contains(post)) {
            post = random.nextInt(states.length);
        }
        State state = states[post];
        int choice = random.nextInt(100);
        if (!state.alive() || uncertain.contains(post)) {
            return edit(post, sentence());
        }
        if (choice < 4 && state.revision() > 1) {
            return event(post, state.revision() - 1, sentence(), PostEventKind.UPDATE);
        }
        if (choice < 14 && post >= active) {
            return delete(post);
        }
        return edit(post, choice < 55 && post >= active ? sentence() : state.body());
    }

    /** An edit of every post in its turn, so that nothing older counts any more. */
    public PostEvent touch(int post) {
        retired.remove(post);
        return edit(post, sentence());
    }

    /** How many posts there are. */
    public int posts() {
        return states.length;
    }

    private PostEvent edit(int post, String body) {
        long revision = advance(post);
        boolean first = states[post].revision() == 0;
        states[post] = new State(revision, body, true);
        uncertain.remove(post);
        return event(post, revision, body, first ? PostEventKind.CREATE : PostEventKind.UPDATE);
    }

    private PostEvent delete(int post) {
        long revision = advance(post);
        states[post] = new State(revision, "", false);
        return PostEvent.newBuilder()
                .setPostId(id(post))
                .setRevision(revision)
                .setKind(PostEventKind.DELETE)
                .setEventTime(Instant.now())
                .build();
    }

    private long advance(int post) {
        touched.add(post);
        return states[post].revision() + 1 + random.nextInt(2);
    }

    private PostEvent event(int post, long revision, String body, PostEventKind kind) {
        Map<String, String> attributes = new HashMap<>();
        attributes.put(PostWrite.STAMP, Long.toString(stamp++));
        return PostEvent.newBuilder()
                .setPostId(id(post))
                .setRevision(revision)
                .setKind(kind)
                .setEventTime(Instant.now())
                .setBody(body)
                .setAttributes(attributes)
                .build();
    }

    private static String id(int post) {
        return "post-" + post;
    }

    private String sentence() {
        StringBuilder text = new StringBuilder("The");
        int words = 2 + random.nextInt(4);
        for (int i = 0; i < words; i++) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.append(' ').append(random.nextInt(10_000)).append('.').toString();
    }
}
