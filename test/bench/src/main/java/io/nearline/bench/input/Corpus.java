package io.nearline.bench.input;

import io.nearline.cli.demo.PostInput;
import io.nearline.operations.posts.PostRecord;
import io.nearline.operations.posts.PostRecords;
import io.nearline.operations.posts.UnreadablePostException;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.pipeline.config.PostOptions;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The posts of one input that say something, in its order, as new ones.
 *
 * @param posts with their texts
 */
record Corpus(List<TextedPost> posts) {

    /**
     * A post and its text, as the job assembles it.
     *
     * @param event the post
     * @param text not empty
     */
    record TextedPost(PostEvent event, String text) {}

    /** Lines that are no post, or say nothing, are left out. */
    static Corpus read(String name, PostInput input) throws IOException {
        Texts texts = new Texts();
        List<TextedPost> posts = new ArrayList<>();
        try (PostRecords records = input.open()) {
            Optional<PostRecord> record = records.next();
            while (record.isPresent()) {
                parse(record.get()).map(texts::with).filter(Corpus::says).ifPresent(posts::add);
                record = records.next();
            }
        }
        if (posts.isEmpty()) {
            throw new UnusableInputException(
                    name + " has no post with a text; give JSON lines as ./nearline demo takes");
        }
        return new Corpus(posts);
    }

    /** The first of each text. */
    Corpus distinct() {
        Set<String> seen = new HashSet<>();
        return new Corpus(posts.stream().filter(post -> seen.add(post.text())).toList());
    }

    /** At most so many, evenly from all over. */
    List<TextedPost> spread(int count) {
        int taken = Math.min(count, posts.size());
        List<TextedPost> chosen = new ArrayList<>();
        for (int i = 0; i < taken; i++) {
            chosen.add(posts.get((int) ((long) i * posts.size() / taken)));
        }
        return chosen;
    }

    /** The first ones, at most so many. */
    List<TextedPost> first(int count) {
        return posts.subList(0, Math.min(count, posts.size()));
    }

    private static boolean says(TextedPost post) {
        return !post.text().isEmpty();
    }

    private static Optional<PostEvent> parse(PostRecord record) {
        try {
            return Optional.of(
                    PostEvent.newBuilder(record.post(Instant.EPOCH))
                            .setKind(PostEventKind.CREATE)
                            .setRevision(1)
                            .build());
        } catch (UnreadablePostException e) {
            return Optional.empty();
        }
    }

    /** Gives posts the texts that the job would give them. */
    private static final class Texts {
        private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        private final PostDecoder decoder = new PostDecoder();
        private final TextAssembler assembler =
                new TextAssembler(
                        new TextRecipe(
                                TextRecipe.ALL_PARTS, PostOptions.TEXT_MAX_CHARS.defaultValue()));

        TextedPost with(PostEvent event) {
            RawRecord record =
                    new RawRecord("", 0, 0, 0, List.of(), null, codec.encode(event), Origin.LIVE);
            return new TextedPost(event, assembler.assemble(decoder.decode(record)).text());
        }
    }
}
