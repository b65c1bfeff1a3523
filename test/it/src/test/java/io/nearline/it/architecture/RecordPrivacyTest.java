package io.nearline.it.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.nearline.embedding.bundle.GoldenVectors.GoldenVector;
import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.backfill.Candidate;
import io.nearline.operators.decode.Post;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.PendingReuse;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.PostRevision;
import io.nearline.operators.record.RawRecord;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.SearchRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * No record tells what it holds: an exception, a log line or Flink's own messages may print it. A
 * component that is text may show ids, names, places and settings only; a new one is secret until
 * its name is added here.
 */
class RecordPrivacyTest {

    /** Components that a record may show. */
    private static final Set<String> SHOWN =
            Set.of(
                    // Who and what: ids and names that people give to things.
                    "backfillId",
                    "attribute",
                    "digest",
                    "expectedDigest",
                    "field",
                    "decidedBy",
                    "group",
                    "groupId",
                    "id",
                    "model",
                    "modelDigest",
                    "modelName",
                    "modelNames",
                    "models",
                    "name",
                    "names",
                    "postId",
                    "postIds",
                    "series",
                    "idPrefix",
                    "transactionalIdPrefix",
                    // Where.
                    "backfillUpdates",
                    "backfillUpdatesTopic",
                    "bootstrapServers",
                    "brokers",
                    "configuredModel",
                    "control",
                    "controlTopic",
                    "bundle",
                    "bundleUri",
                    "cache",
                    "commit",
                    "deadLettersTopic",
                    "directory",
                    "file",
                    "from",
                    "host",
                    "indexControlTopic",
                    "image",
                    "jobs",
                    "indexUpdates",
                    "indexUpdatesTopic",
                    "kubectlPath",
                    "inputs",
                    "output",
                    "place",
                    "postsTopic",
                    "restUrl",
                    "savepoints",
                    "state",
                    "topic",
                    "topics",
                    "updatesTopic",
                    "uri",
                    "uris",
                    // Why, in our own words, which promise to quote nothing.
                    "about",
                    "bar",
                    "cause",
                    "changes",
                    "checks",
                    "detail",
                    "differences",
                    "failure",
                    "ignored",
                    "firstProblem",
                    "message",
                    "notLookedAt",
                    "origin",
                    "problem",
                    "reason",
                    "reasonClass",
                    "reasons",
                    "refusal",
                    "remedy",
                    "skipped",
                    "stage",
                    "subject",
                    "unknown",
                    "warning",
                    // Of models and graphs, and of what was asked for.
                    "units",
                    "architecture",
                    "authors",
                    "backfills",
                    "columns",
                    "contents",
                    "description",
                    "files",
                    "flinkState",
                    "foreignEncoding",
                    "fused",
                    "grades",
                    "graph",
                    "ids",
                    "key",
                    "labels",
                    "languages",
                    "mapping",
                    "mask",
                    "mechanisms",
                    "outputs",
                    "passagePrefix",
                    "postponed",
                    "prefix",
                    "published",
                    "qrels",
                    "queryPrefix",
                    "result",
                    "servings",
                    "statuses",
                    "source",
                    "subset",
                    "tokenTypes",
                    "tokenizer",
                    "type",
                    "values",
                    "vocabulary",
                    "weights",
                    "where");

    /** Shows a line to the person who asked for it. */
    private static final Set<String> SCREENS = Set.of("DeadLettersListCommand$Line");

    @Test
    void noRecordTellsWhatItHolds() {
        List<Class<?>> checked = new ArrayList<>();
        List<String> telling = new ArrayList<>();
        for (JavaClass type :
                new ClassFileImporter()
                        .withImportOption(new DoNotIncludeTests())
                        .importPackages(
                                "io.nearline.schemas",
                                "io.nearline.embedding",
                                "io.nearline.topics",
                                "io.nearline.operators",
                                "io.nearline.pipeline",
                                "io.nearline.sql",
                                "io.nearline.operations",
                                "io.nearline.retrieval",
                                "io.nearline.cli")) {
            if (type.isRecord() && SCREENS.stream().noneMatch(type.getName()::endsWith)) {
                new SecretRecord(SHOWN)
                        .said(type.reflect())
                        .ifPresent(
                                said -> {
                                    checked.add(type.reflect());
                                    if (SecretRecord.isToldBy(said)) {
                                        telling.add(type.getName());
                                    }
                                });
            }
        }

        assertThat(telling).as("records whose toString shows what they hold").isEmpty();
        assertThat(checked)
                .as("records that could be made")
                .contains(
                        AdmittedPost.class,
                        Arrival.class,
                        Candidate.class,
                        EmbeddedPost.class,
                        EmbeddingOutcome.class,
                        EncodedRecord.class,
                        GoldenVector.class,
                        PendingReuse.class,
                        Post.class,
                        PostRevision.class,
                        PostText.class,
                        RawRecord.class,
                        IndexedPost.class,
                        SearchRequest.class,
                        io.nearline.retrieval.words.PostText.class);
    }
}
