package io.nearline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.cli.CommandLineRun;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.testkit.ProjectFiles;
import io.nearline.testkit.TinyBundles;
import io.nearline.testmodels.TinyModel;
import io.nearline.testmodels.TopicTexts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoCommandTest {

    private static final Path BUNDLES = ProjectFiles.int8Bundle().getParent();

    @TempDir private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rate=0                 | --rate",
                "--rate=fast              | --rate",
                "--port=70000             | --port",
                "--search-port=70000      | --search-port",
                "--checkpoint-interval=0  | --checkpoint-interval",
                "--stall-timeout=-1       | --stall-timeout",
                "--backfill-model=x       | --backfill-model needs --backfill",
                "--labelled=x             | --labelled needs --backfill"
            })
    void refusesAWrongOptionBeforeAnythingStarts(String option, String message) {
        CommandLineRun run =
                CommandLineRun.of("demo", "--model=" + BUNDLES.resolve("all-minilm-l6-v2"), option);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).singleElement().asString().contains(message);
    }

    @Test
    void refusesAMissingFileBeforeAnythingStarts() {
        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "--model=" + BUNDLES.resolve("all-minilm-l6-v2"),
                        "--posts=no-such.jsonl");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).containsExactly("nearline: --posts: cannot read no-such.jsonl");
    }

    @Test
    void refusesPairsThatAreNoneBeforeAnythingStarts() throws Exception {
        Path pairs = Files.writeString(directory.resolve("pairs.tsv"), "no score\tone\ttwo\n");
        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "--backfill",
                        "--model=" + BUNDLES.resolve("all-minilm-l6-v2"),
                        "--labelled=" + pairs);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("pairs.tsv");
    }

    @Test
    void namesTheBundlesThereAreWhenOneIsUnknown() {
        CommandLineRun run = CommandLineRun.of("demo", "--model=no-such-model");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("no model bundle no-such-model");
    }

    /** Two models, so that records and post events are different numbers. */
    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void accountsForEveryPostOfAFile() throws Exception {
        Path posts = directory.resolve("posts.jsonl");
        Files.write(
                posts,
                List.of(
                        "{\"id\":\"1\",\"revision\":1,\"text\":\"Fog over the harbour\"}",
                        "{\"id\":\"1\",\"revision\":2,\"text\":\"Sun over the harbour\"}",
                        "{\"id\":\"1\",\"revision\":1,\"text\":\"Fog, but late\"}",
                        "{\"id\":\"1\",\"revision\":2,\"text\":\"Sun over the harbour\"}",
                        "{\"id\":\"1\",\"revision\":3,\"text\":\"Sun over the harbour\"}",
                        "{\"id\":\"2\",\"revision\":1,\"text\":\"\"}",
                        "{\"id\":\"3\",\"revision\":1,\"text\":\"soon gone\"}",
                        "{\"id\":\"3\",\"revision\":2,\"kind\":\"delete\"}",
                        "no JSON at all"));

        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "--once",
                        "--posts=" + posts,
                        "--model=" + BUNDLES.resolve("all-minilm-l6-v2"),
                        "--model=" + BUNDLES.resolve("all-minilm-l6-v2-int8"));

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        assertThat(run.out()).hasSize(1);
        JsonNode summary = new ObjectMapper().readTree(run.out().get(0));
        assertThat(summary.at("/posts").intValue()).isEqualTo(9);
        assertThat(summary.at("/updates").intValue()).isEqualTo(4);
        assertThat(summary.at("/skipped/stale").intValue()).isEqualTo(1);
        assertThat(summary.at("/skipped/repeated").intValue()).isEqualTo(1);
        assertThat(summary.at("/skipped/unchanged").intValue()).isEqualTo(1);
        assertThat(summary.at("/skipped/empty").intValue()).isEqualTo(1);
        assertThat(summary.at("/dead_letters").intValue()).isEqualTo(1);
        assertThat(summary.at("/job_restarts").intValue()).isZero();
        assertThat(summary.at("/models")).hasSize(2);
    }

    @Test
    void refusesToBackfillAModelThatServesFromTheStart() {
        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "--backfill",
                        "--model=" + BUNDLES.resolve("all-minilm-l6-v2"),
                        "--backfill-model=" + BUNDLES.resolve("all-minilm-l6-v2"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("serves from the start");
    }

    /** Edits and deletes of the history arrive while the second model embeds it. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void backfillsASecondModelWhileTheSecondHalfArrives() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int id = 1; id <= 30; id++) {
            lines.add("{\"id\":\"" + id + "\",\"revision\":1,\"text\":\"Fog, day " + id + "\"}");
        }
        lines.add("no JSON at all");
        lines.add("{\"id\":\"31\",\"revision\":1,\"text\":\"\"}");
        for (int id = 1; id <= 8; id++) {
            lines.add("{\"id\":\"" + id + "\",\"revision\":2,\"text\":\"Sun, day " + id + "\"}");
        }
        for (int id = 9; id <= 16; id++) {
            lines.add("{\"id\":\"" + id + "\",\"revision\":2,\"kind\":\"delete\"}");
        }
        for (int id = 101; id <= 116; id++) {
            lines.add("{\"id\":\"" + id + "\",\"revision\":1,\"text\":\"Rain, day " + id + "\"}");
        }
        Path posts = Files.write(directory.resolve("posts.jsonl"), lines);

        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "--once",
                        "--backfill",
                        "--posts=" + posts,
                        "--model=" + BUNDLES.resolve("all-minilm-l6-v2"),
                        "--backfill-model=" + BUNDLES.resolve("all-minilm-l6-v2-int8"));

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        JsonNode summary = new ObjectMapper().readTree(run.out().get(0));
        assertThat(summary.at("/posts").intValue()).isEqualTo(lines.size());
        assertThat(summary.at("/models")).hasSize(2);
        assertThat(summary.at("/backfill/model").textValue()).isEqualTo("all-minilm-l6-v2-int8");
        assertThat(summary.at("/backfill/expected").intValue()).isEqualTo(30);
        assertThat(summary.at("/backfill/merged").intValue()).isBetween(14, 30);
        assertThat(summary.at("/backfill/coverage").doubleValue()).isEqualTo(1);
        assertThat(summary.at("/backfill/regressed").intValue()).isZero();
    }

    /** The same model under another name: as good as the first, and another digest. */
    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void promotesTheSecondModelOnceItsChecksPass() throws Exception {
        TopicTexts texts = new TopicTexts(3);
        List<String> posts = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            int topic = i % TopicTexts.COUNT;
            posts.add("{\"id\":\"%d\",\"text\":\"%s\"}".formatted(i, texts.next(topic)));
            pairs.add(i % 6 + "\t" + texts.next(topic) + "\t" + texts.next(topic));
        }
        Path second = TinyBundles.write(TinyModel.ENCODER, "second", directory);

        CommandLineRun run =
                CommandLineRun.of(
                        "demo",
                        "--once",
                        "--backfill",
                        "--posts=" + Files.write(directory.resolve("posts.jsonl"), posts),
                        "--model=" + TinyBundles.write(TinyModel.ENCODER, "first", directory),
                        "--backfill-model=" + second,
                        "--labelled=" + Files.write(directory.resolve("pairs.tsv"), pairs));

        assertThat(run.exitCode()).as(run.err().toString()).isZero();
        JsonNode promoted = new ObjectMapper().readTree(run.out().get(0)).at("/backfill/promoted");
        assertThat(promoted.at("/digest").textValue())
                .isEqualTo(ModelBundle.open(second).id().digest());
        assertThat(promoted.at("/replaces").textValue()).isEqualTo("first");
        assertThat(promoted.at("/checks/coverage").doubleValue()).isEqualTo(1);
        assertThat(promoted.at("/checks").has("quality")).isTrue();
        assertThat(run.err()).anyMatch(line -> line.contains("second is the active model"));
    }
}
