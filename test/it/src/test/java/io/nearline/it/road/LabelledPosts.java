package io.nearline.it.road;

import io.nearline.testmodels.TopicTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Posts with topics in a file, a plan that learns from them, and pairs that people have scored. */
final class LabelledPosts {
    private static final int POSTS = 200;
    private static final int PAIRS = 200;

    private final Path folder;
    private final Set<String> ids = new TreeSet<>();

    private LabelledPosts(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes all three files.
     *
     * @param base the bundle that the plan starts from
     */
    static LabelledPosts writeTo(Path folder, Path base) throws IOException {
        LabelledPosts written = new LabelledPosts(folder);
        TopicTexts texts = new TopicTexts(5);
        Set<String> different = new TreeSet<>();
        List<String> posts = new ArrayList<>();
        while (posts.size() < POSTS) {
            int topic = posts.size() % TopicTexts.COUNT;
            String text = texts.next(topic);
            if (different.add(text)) {
                String id = "p" + posts.size();
                written.ids.add(id);
                posts.add(
                        "{\"id\": \"%s\", \"revision\": 1, \"text\": \"%s\", \"topic\": \"t%d\"}"
                                .formatted(id, text, topic));
            }
        }
        Files.write(written.posts(), posts);
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < PAIRS; i++) {
            int topic = i % TopicTexts.COUNT;
            int other = (topic + i / TopicTexts.COUNT % 2) % TopicTexts.COUNT;
            pairs.add(
                    "%d\t%s\t%s"
                            .formatted(
                                    topic == other ? 5 : 0, texts.next(topic), texts.next(other)));
        }
        Files.write(written.pairs(), pairs);
        Files.writeString(
                written.plan(),
                """
                base: %s
                learn: {layers: 1, embeddings: true}
                schedule: {steps: 40, batch: 12, rate: 2e-3}
                tasks:
                  topics: {file: posts.jsonl, text: text, label: topic}
                """
                        .formatted(base));
        return written;
    }

    Path posts() {
        return folder.resolve("posts.jsonl");
    }

    Path plan() {
        return folder.resolve("plan.yaml");
    }

    /** A score, a tab, a text, a tab, a text. */
    Path pairs() {
        return folder.resolve("pairs.tsv");
    }

    /** Of all posts. */
    Set<String> ids() {
        return ids;
    }
}
