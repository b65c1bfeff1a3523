package io.nearline.bench;

import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.text.TextAssembler;
import io.nearline.operators.text.TextRecipe;
import io.nearline.pipeline.config.JobOptions;
import io.nearline.pipeline.demo.PostInput;
import io.nearline.pipeline.json.InvalidPostException;
import io.nearline.pipeline.json.PostJson;
import io.nearline.pipeline.json.PostLine;
import io.nearline.pipeline.json.PostLines;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Posts to measure with: new ones only, each with a text, in an order that mixes the files. */
final class BenchPosts {
    private static final long SEED = 7;

    private final List<PostEvent> events = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
    private final PostDecoder decoder = new PostDecoder();
    private final TextAssembler assembler =
            new TextAssembler(
                    new TextRecipe(TextRecipe.ALL_PARTS, JobOptions.TEXT_MAX_CHARS.defaultValue()));

    private BenchPosts() {}

    /**
     * Takes posts from all over each input, some repeatedly where an input has too few.
     *
     * @param inputs lines as the demo takes them; those that are no post, or say nothing, are left
     *     out
     * @param count posts wanted
     */
    static BenchPosts read(List<PostInput> inputs, int count) throws IOException {
        BenchPosts posts = new BenchPosts();
        List<PostEvent> chosen = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            int share = count * (i + 1) / inputs.size() - count * i / inputs.size();
            chosen.addAll(spread(posts.withText(inputs.get(i)), share));
        }
        Collections.shuffle(chosen, new Random(SEED));
        chosen.forEach(posts::add);
        return posts;
    }

    int size() {
        return texts.size();
    }

    /** The texts as the job assembles them. */
    List<String> texts() {
        return Collections.unmodifiableList(texts);
    }

    /**
     * One of the posts as a new one that has just been written.
     *
     * @param index any number from 0 on; after the last post comes the first again
     * @param id the post's id
     */
    PostEvent event(int index, String id) {
        return PostEvent.newBuilder(events.get(index % events.size()))
                .setPostId(id)
                .setEventTime(Instant.now())
                .build();
    }

    /**
     * The same post later, its text unchanged: published again without being embedded again.
     *
     * @param revision 2 or more
     */
    PostEvent attributeEdit(int index, String id, long revision) {
        return PostEvent.newBuilder(event(index, id))
                .setKind(PostEventKind.UPDATE)
                .setRevision(revision)
                .setAttributes(Map.of("edit", Long.toString(revision)))
                .build();
    }

    private void add(PostEvent event) {
        events.add(event);
        texts.add(text(event));
    }

    private String text(PostEvent event) {
        RawRecord record =
                new RawRecord("", 0, 0, 0, List.of(), null, codec.encode(event), Origin.LIVE);
        Post post = decoder.decode(record);
        return assembler.assemble(post).text();
    }

    private List<PostEvent> withText(PostInput input) throws IOException {
        List<PostEvent> events = new ArrayList<>();
        try (PostLines lines = input.open()) {
            Optional<PostLine> line = lines.next();
            while (line.isPresent()) {
                parse(line.get()).filter(event -> !text(event).isEmpty()).ifPresent(events::add);
                line = lines.next();
            }
        }
        if (events.isEmpty()) {
            throw new IOException("there is no post with a text in the input");
        }
        return events;
    }

    private static Optional<PostEvent> parse(PostLine line) {
        try {
            return Optional.of(
                    PostEvent.newBuilder(PostJson.parse(line.bytes(), Instant.EPOCH))
                            .setKind(PostEventKind.CREATE)
                            .setRevision(1)
                            .build());
        } catch (InvalidPostException e) {
            return Optional.empty();
        }
    }

    private static List<PostEvent> spread(List<PostEvent> events, int count) {
        List<PostEvent> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(events.get((int) ((long) i * events.size() / count)));
        }
        return chosen;
    }
}
