package io.nearline.training;

import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import io.nearline.testmodels.TinyModel;
import io.nearline.testmodels.TopicTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A bundle of one layer, posts written for it, and plans over them, in a folder. */
public final class TinyBase {
    private static final int POSTS_EACH = 30;

    private static final Map<String, String> FOREIGN =
            Map.of(
                    "storm", "sturm",
                    "flood", "flut",
                    "rain", "regen",
                    "river", "fluss",
                    "cat", "katze",
                    "dog", "hund",
                    "goal", "tor",
                    "night", "nacht",
                    "train", "zug",
                    "city", "stadt");

    private TinyBase() {}

    /** Makes {@code base}, {@code posts.jsonl}, {@code pairs.jsonl} and {@code scored.jsonl}. */
    public static Path writeTo(Path folder) throws IOException {
        ModelPackager.pack(
                PackagingRequest.builder(
                                TinyModel.ENCODER.writeTo(folder.resolve("exported")),
                                folder.resolve("base"))
                        .name("tiny")
                        .maxTokens(32)
                        .build());
        TopicTexts texts = new TopicTexts(5);
        List<String> posts = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        List<String> scored = new ArrayList<>();
        for (int i = 0; i < POSTS_EACH; i++) {
            for (int topic = 0; topic < TopicTexts.COUNT; topic++) {
                posts.add("{\"body\": \"%s\", \"about\": %d}".formatted(texts.next(topic), topic));
                pairs.add(
                        "{\"title\": \"%s\", \"body\": \"%s\"}"
                                .formatted(texts.next(topic), texts.next(topic)));
                int other = (topic + i % 2) % TopicTexts.COUNT;
                scored.add(
                        "{\"one\": \"%s\", \"other\": \"%s\", \"close\": %s}"
                                .formatted(
                                        texts.next(topic),
                                        texts.next(other),
                                        topic == other ? 0.9 : 0.1));
            }
        }
        Files.write(folder.resolve("posts.jsonl"), posts);
        Files.write(folder.resolve("pairs.jsonl"), pairs);
        Files.write(folder.resolve("scored.jsonl"), scored);
        return folder;
    }

    /** Makes {@code posts.jsonl} anew, with 800 different texts: enough to set int8's scales by. */
    public static void writeManyPostsTo(Path folder) throws IOException {
        TopicTexts texts = new TopicTexts(6);
        List<String> posts = new ArrayList<>();
        for (int i = 0; i < 800; i++) {
            int topic = i % TopicTexts.COUNT;
            String text = texts.next(topic) + " " + texts.next(topic);
            posts.add("{\"body\": \"%s\", \"about\": %d}".formatted(text, topic));
        }
        Files.write(folder.resolve("posts.jsonl"), posts);
    }

    /**
     * Makes {@code foreign.jsonl}: texts in words that the base's vocabulary lacks, each with the
     * same in words that it has.
     */
    public static void writeForeignTo(Path folder) throws IOException {
        TopicTexts texts = new TopicTexts(6);
        List<String> records = new ArrayList<>();
        for (int i = 0; i < POSTS_EACH; i++) {
            for (int topic = 0; topic < TopicTexts.COUNT; topic++) {
                String english = texts.next(topic);
                records.add(
                        "{\"english\": \"%s\", \"text\": \"%s\", \"about\": %d}"
                                .formatted(english, translated(english), topic));
            }
        }
        Files.write(folder.resolve("foreign.jsonl"), records);
    }

    private static String translated(String english) {
        return Arrays.stream(english.split(" "))
                .map(word -> FOREIGN.getOrDefault(word, word))
                .collect(Collectors.joining(" "));
    }

    /** Makes {@code teacher}, a bundle named {@code three}. */
    public static void writeThreeLayersTo(Path folder) throws IOException {
        ModelPackager.pack(
                PackagingRequest.builder(
                                TinyModel.THREE_LAYERS.writeTo(folder.resolve("three")),
                                folder.resolve("teacher"))
                        .maxTokens(32)
                        .build());
    }

    /**
     * Writes a plan over both files.
     *
     * @param schedule lines below {@code schedule}, without indentation
     */
    public static Path plan(Path folder, String embeddings, String... schedule) throws IOException {
        return Files.writeString(
                folder.resolve("plan.yaml"),
                """
                base: base
                seed: 7
                learn:
                  layers: 1
                  embeddings: %s
                schedule:
                  %s
                tasks:
                  interest: {file: posts.jsonl, text: body, label: about}
                  search: {file: pairs.jsonl, query: title, passage: body, weight: 0.5}
                """
                        .formatted(embeddings, String.join("\n  ", schedule)));
    }

    /**
     * Writes a plan of both tasks with held-out parts and two sets that nothing is learned from.
     *
     * @param schedule in braces
     * @param scores in braces
     */
    public static Path scoredPlan(Path folder, String schedule, String scores) throws IOException {
        return Files.writeString(
                folder.resolve("plan.yaml"),
                """
                base: base
                learn: {layers: 1, embeddings: true}
                schedule: %s
                scores: %s
                tasks:
                  interest:
                    file: posts.jsonl
                    text: body
                    label: about
                    heldout: {seen: {share: 0.4, dev: 0.5}}
                  search:
                    file: pairs.jsonl
                    query: title
                    passage: body
                    weight: 0.5
                    heldout: {pairs: {share: 0.4, dev: 0.5}}
                zeroshot:
                  alike: {file: scored.jsonl, first: one, second: other, score: close}
                """
                        .formatted(schedule, scores));
    }

    /**
     * Writes a plan of one task with a short schedule, all weights learning.
     *
     * @param task in braces
     * @param more lines at the top level
     */
    public static Path plan(Path folder, String task, List<String> more) throws IOException {
        return Files.writeString(
                folder.resolve("plan.yaml"),
                """
                base: base
                learn: {layers: 1, embeddings: true}
                schedule: {steps: 40, batch: 12, rate: 5e-3, temperature: 0.5}
                %s
                tasks:
                  any: %s
                """
                        .formatted(String.join("\n", more), task));
    }
}
