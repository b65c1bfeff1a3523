package io.nearline.bench.input;

import io.nearline.bench.input.Corpus.TextedPost;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Posts to measure with: new ones only, each with a text. */
public final class BenchPosts {
    private static final long SEED = 7;

    private final List<TextedPost> posts;

    private BenchPosts(List<TextedPost> posts) {
        this.posts = List.copyOf(posts);
    }

    /**
     * No text twice, from all over each corpus, in an order that mixes them.
     *
     * @param count posts wanted; fewer where the corpora have no more texts
     */
    static BenchPosts distinct(List<Corpus> corpora, int count) {
        List<TextedPost> chosen = new ArrayList<>();
        for (int i = 0; i < corpora.size(); i++) {
            chosen.addAll(corpora.get(i).distinct().spread(share(count, i, corpora.size())));
        }
        Collections.shuffle(chosen, new Random(SEED));
        return new BenchPosts(new Corpus(chosen).distinct().posts());
    }

    /**
     * The first ones of each corpus, in its order, taking turns: repeated texts stay as far apart
     * as they were.
     *
     * @param count posts wanted; fewer where the corpora have no more
     */
    static BenchPosts inOrder(List<Corpus> corpora, int count) {
        List<List<TextedPost>> blocks = new ArrayList<>();
        for (int i = 0; i < corpora.size(); i++) {
            blocks.add(corpora.get(i).first(share(count, i, corpora.size())));
        }
        List<TextedPost> turns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            for (List<TextedPost> block : blocks) {
                if (i < block.size()) {
                    turns.add(block.get(i));
                }
            }
        }
        return new BenchPosts(turns);
    }

    /** Those that a file of {@link PostStore} holds. */
    static BenchPosts of(List<TextedPost> posts) {
        return new BenchPosts(posts);
    }

    public int size() {
        return posts.size();
    }

    /** The texts as the job assembles them. */
    public List<String> texts() {
        return posts.stream().map(TextedPost::text).toList();
    }

    /** How many different texts there are. */
    public int distinctTexts() {
        return (int) posts.stream().map(TextedPost::text).distinct().count();
    }

    /** The first ones only. */
    public BenchPosts first(int count) {
        return new BenchPosts(posts.subList(0, Math.min(count, posts.size())));
    }

    List<TextedPost> posts() {
        return posts;
    }

    /**
     * One of the posts as a new one that has just been written.
     *
     * @param index any number from 0 on; after the last post comes the first again
     * @param id the post's id
     */
    public PostEvent event(int index, String id) {
        return PostEvent.newBuilder(posts.get(index % posts.size()).event())
                .setPostId(id)
                .setEventTime(Instant.now())
                .build();
    }

    /**
     * The same post later, its text unchanged: published again without being embedded again.
     *
     * @param revision 2 or more
     */
    public PostEvent attributeEdit(int index, String id, long revision) {
        return PostEvent.newBuilder(event(index, id))
                .setKind(PostEventKind.UPDATE)
                .setRevision(revision)
                .setAttributes(Map.of("edit", Long.toString(revision)))
                .build();
    }

    private static int share(int count, int part, int parts) {
        return count * (part + 1) / parts - count * part / parts;
    }
}
