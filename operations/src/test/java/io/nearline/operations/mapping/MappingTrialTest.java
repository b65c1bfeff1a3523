package io.nearline.operations.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nearline.operations.mapping.TrialReport.Refusals;
import io.nearline.operations.posts.PostRecords;
import io.nearline.operators.mapping.MappingFile;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.PostMapping;
import io.nearline.pipeline.source.files.JsonLineRecords;
import io.nearline.pipeline.source.files.PostLines;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingTrialTest {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-05-01T10:00:00Z"), ZoneOffset.UTC);
    private static final String MAPPING =
            """
            id: id
            revision: v
            kind: {delete_when_true: gone}
            body: text
            title: headline
            """;

    @Test
    void recordsAreCountedByWhatBecomesOfThem() throws Exception {
        TrialReport report =
                run(
                        """
                        {"id": 1, "v": 1, "text": "secret", "headline": "secret"}

                        {"id": 2, "v": 1, "text": "secret"}
                        {"id": 3, "v": 1, "gone": true}
                        {"id": 4, "text": "secret"}
                        no json
                        {"id": 6, "v": 1, "text": ["secret"]}
                        {"id": 7, "text": "secret"}
                        """);

        assertThat(report.kinds())
                .isEqualTo(Map.of(PostEventKind.UPDATE, 2L, PostEventKind.DELETE, 1L));
        assertThat(report.missing()).isEqualTo(Map.of("title", 1L));
        assertThat(report.refused())
                .extractingByKeys(
                        "revision: nothing stands at [v]",
                        "not valid JSON",
                        "body: path text must lead to text, found a list")
                .extracting(Refusals::count, Refusals::place)
                .containsExactly(tuple(2L, "line 5"), tuple(1L, "line 6"), tuple(1L, "line 7"));
        assertThat(report.refused()).hasSize(3);
        assertThat(report).hasToString("3 records mapped, 4 refused");
    }

    @Test
    void recordsThatAreBrokenInTheSameWayAreCountedAsOneReason() throws Exception {
        TrialReport report =
                run(
                        """
                        {"id": 1, "v": 1, "text": "secret
                        {"id": 1, "v": 1, secret}
                        {"id": 1, "id": 2}
                        {"id": 1, "v": 1, "id": 2}
                        """);

        assertThat(report.refused())
                .isEqualTo(
                        Map.of(
                                "not valid JSON",
                                new Refusals(2, "line 1", "not valid JSON near column 34"),
                                "a key is given twice in one object",
                                new Refusals(
                                        2,
                                        "line 3",
                                        "a key is given twice in one object, near column 17")));
    }

    @Test
    void theFirstPostsAreKept() throws Exception {
        TrialReport report = run("{\"id\": 1, \"v\": 1, \"text\": \"t\"}\n".repeat(5));

        assertThat(report.mappedRecords()).isEqualTo(5);
        assertThat(report.posts())
                .hasSize(2)
                .allSatisfy(post -> assertThat(post.getEventTime()).isEqualTo(CLOCK.instant()))
                .extracting(PostEvent::getBody)
                .containsOnly("t");
        assertThat(report.weakened()).hasSize(2);
    }

    private static TrialReport run(String sample) throws IOException {
        byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
        PostMapping mapping = MappingFile.parse("m.yaml", MAPPING);
        PostLines lines = PostLines.of(new ByteArrayInputStream(bytes), "sample");
        try (PostRecords records =
                PostRecords.mapped(JsonLineRecords.of(lines), new PostMapper(mapping))) {
            return new MappingTrial(mapping, 2, CLOCK).run(records);
        }
    }
}
