package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.mapping.MappingFile;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.UnmappableRecordException;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that pyarrow wrote; {@code records/README.md} says how. */
class MappedByOthersTest {

    private static final String MAPPING =
            """
            id: uuid
            revision: seq
            kind: {path: op, create: insert, update: update, delete: delete}
            event_time: {path: at, unit: logical-type}
            author: user.id
            body: text
            media_text: 'media[].alt'
            hashtags: 'tags[]'
            attributes: {country: user.country, score: more.score}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pyarrow-micros.parquet",
                "pyarrow-nanos.parquet",
                "pyarrow-int96.parquet",
                "pyarrow-delta.parquet"
            })
    void recordsBecomePosts(String file) throws Exception {
        List<SourceRecord> records = records(file);
        PostMapper mapper = new PostMapper(MappingFile.parse("mapping", MAPPING));

        PostEvent first = mapper.map(records.get(0).fields(), Instant.EPOCH);
        assertThat(first.getPostId()).isEqualTo("a1");
        assertThat(first.getRevision()).isEqualTo(1);
        assertThat(first.getEventTime()).isEqualTo("2026-03-01T12:00:00.250Z");
        assertThat(first.getAuthor()).isEqualTo("42");
        assertThat(first.getBody()).isEqualTo("fog over the harbour");
        assertThat(first.getMediaText()).isEqualTo("a pier");
        assertThat(first.getHashtags()).containsExactly("sea", "fog");
        assertThat(first.getAttributes()).isEqualTo(Map.of("country", "NO", "score", "7"));
        PostEvent second = mapper.map(records.get(1).fields(), Instant.EPOCH);
        assertThat(second.getBody()).isEqualTo("naïve ☂ text");
        assertThat(second.getAttributes()).isEmpty();
        PostEvent third = mapper.map(records.get(2).fields(), Instant.EPOCH);
        assertThat(third.getKind()).isEqualTo(PostEventKind.DELETE);
        assertThat(third.getRevision()).isEqualTo(2);
        assertThatThrownBy(() -> mapper.map(records.get(3).fields(), Instant.EPOCH))
                .isInstanceOf(UnmappableRecordException.class)
                .hasMessage("revision: nothing stands at [seq]");
        assertThat(records).hasSize(4);
    }

    /** A time without a zone is no moment: who maps it says where its clock stood. */
    @Test
    void aTimeWithoutAZoneIsReadByAPattern() throws Exception {
        PostMapper mapper =
                new PostMapper(
                        MappingFile.parse(
                                "mapping",
                                """
                                id: uuid
                                revision: seq
                                event_time: {path: naive, pattern: "uuuu-MM-dd'T'HH:mm:ss.SSSSSS", zone: Europe/Oslo}
                                body: text
                                """));

        assertThat(
                        mapper.map(records("pyarrow-micros.parquet").get(0).fields(), Instant.EPOCH)
                                .getEventTime())
                .isEqualTo("2026-03-01T12:00:00Z");
    }

    private static List<SourceRecord> records(String name) throws Exception {
        List<SourceRecord> all = new ArrayList<>();
        try (FileRecords<SourceRecord> records =
                SourceFileFormat.PARQUET.open(ReadPosts.flinkPath(file(name)))) {
            for (Optional<SourceRecord> record = records.next();
                    record.isPresent();
                    record = records.next()) {
                all.add(record.get());
            }
        }
        return all;
    }

    private static Path file(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(
                                MappedByOthersTest.class.getResource("records/" + name), name)
                        .toURI());
    }
}
