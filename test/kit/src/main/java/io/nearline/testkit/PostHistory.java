package io.nearline.testkit;

import io.nearline.schemas.PostEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random but repeatable stream of post events: creates, edits, attribute-only edits, deletes,
 * posts that come back after a delete, empty texts, duplicates, and events that arrive late.
 *
 * <p>The same arguments give the same events. Bodies are short English-like sentences, so that they
 * can be embedded by a real model too.
 */
public final class PostHistory {
    private static final String[] WORDS = {
        "rain", "harbour", "bread", "election", "goal", "guitar", "market", "comet", "river",
                "train",
        "coffee", "winter", "doctor", "garden", "engine", "strike", "festival", "island", "bridge",
                "song",
    };
    private static final int LATE_BY_AT_MOST = 8;

    private final Random random;
    private final long[] revisions;
    private final String[] bodies;

    private PostHistory(long seed, int posts) {
        random = new Random(seed);
        revisions = new long[posts];
        bodies = new String[posts];
    }

    /**
     * Returns about {@code events} events (duplicates come on top) of {@code posts} posts, in order
     * of arrival.
     */
    public static List<PostEvent> random(long seed, int posts, int events) {
        PostHistory history = new PostHistory(seed, posts);
        List<PostEvent> arrivals = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            history.arrive(arrivals, history.next());
        }
        return List.copyOf(arrivals);
    }

    private PostEvent next() {
        int post = random.nextInt(revisions.length);
        revisions[post] += 1 + random.nextInt(2);
        Posts builder = Posts.aPost("post-" + post).revision(revisions[post]);
        int choice = random.nextInt(100);
        if (choice < 12) {
            bodies[post] = null;
            return builder.deleted().build();
        }
        if (choice < 17) {
            bodies[post] = null;
            return builder.body("  ").build();
        }
        if (choice < 30) {
            // Another number each time: a revision that changes nothing would not be published.
            builder.attribute("likes", Long.toString(revisions[post]));
        } else {
            bodies[post] = null;
        }
        if (bodies[post] == null) {
            bodies[post] = sentence();
        }
        return builder.body(bodies[post]).build();
    }

    private void arrive(List<PostEvent> arrivals, PostEvent event) {
        boolean late = random.nextInt(100) < 10;
        int place =
                late
                        ? Math.max(0, arrivals.size() - random.nextInt(LATE_BY_AT_MOST))
                        : arrivals.size();
        arrivals.add(place, event);
        if (random.nextInt(100) < 8) {
            arrivals.add(event);
        }
    }

    private String sentence() {
        StringBuilder text = new StringBuilder("The");
        int words = 4 + random.nextInt(12);
        for (int i = 0; i < words; i++) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.append('.').toString();
    }
}
