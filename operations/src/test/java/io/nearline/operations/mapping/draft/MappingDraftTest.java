package io.nearline.operations.mapping.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.mapping.JsonRecord;
import io.nearline.operators.mapping.PostMapper;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Moment;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingDraftTest {

    @Test
    void aStreamOfChangesIsRecognised() throws Exception {
        List<Fields> records =
                records(
                        """
                        {"uuid":"p-1","version":3,"op":"c","changed_at":1772366400.25,"user":{"id":42,"country":"NO"},"headline":"Ferry timetable","text":"The last boat leaves. #ferry","media":[{"alt":"A ferry"}],"locale":"en_GB"}
                        {"uuid":"p-2","version":1,"op":"c","changed_at":1772366401,"user":{"id":7,"country":"NO"},"text":"Plane tree across the line","locale":"en"}
                        {"uuid":"p-1","version":4,"op":"d","changed_at":1772366460}
                        """);

        MappingDraft draft = MappingDraft.of(records);

        assertThat(draft.missing()).isEmpty();
        assertThat(keys(draft))
                .containsExactly(
                        "id: uuid",
                        "revision: version",
                        "kind: {path: op, create: [c], delete: [d], update: [u]}",
                        "event_time: {path: changed_at, unit: epoch-seconds}",
                        "media_text: 'media[].alt'",
                        "title: headline",
                        "body: text",
                        "author: user.id",
                        "lang: locale",
                        "hashtags: {in: text, pattern: '#(\\w+)'}",
                        "attributes: {user_country: user.country}");
        assertThat(map(draft, records))
                .extracting(PostEvent::getKind)
                .containsExactly(PostEventKind.CREATE, PostEventKind.CREATE, PostEventKind.DELETE);
    }

    @Test
    void withoutAVersionTheLatestTimeIsTheRevision() throws Exception {
        List<Fields> records =
                records(
                        """
                        {"id":1,"body":"a b c","created_at":"2026-03-01T12:00:00Z"}
                        {"id":2,"body":"a b c","created_at":"2026-03-01T12:00:00Z","edited_at":"2026-03-02T12:00:00Z"}
                        {"id":1,"body":"a b c","created_at":"2026-03-01T12:00:00Z","deleted_at":"2026-03-03T12:00:00Z"}
                        """);

        MappingDraft draft = MappingDraft.of(records);

        assertThat(keys(draft))
                .contains(
                        "revision: {first: [deleted_at, edited_at, created_at], unit: iso-8601}",
                        "kind: {delete_when_set: deleted_at}");
        assertThat(draft.text()).contains("# CHECK revision: a time is the second choice");
        assertThat(map(draft, records).get(2).getRevision())
                .isEqualTo(Instant.parse("2026-03-03T12:00:00Z").toEpochMilli());
    }

    /** A version that two records of a post share would lose the later one. */
    @Test
    void aVersionThatDoesNotGrowIsNotTaken() throws Exception {
        MappingDraft draft =
                MappingDraft.of(
                        records(
                                """
                                {"id":1,"version":2,"text":"a b c","updated_at":1772366400000}
                                {"id":1,"version":2,"text":"a b d","updated_at":1772366400001}
                                """));

        assertThat(keys(draft)).contains("revision: {path: updated_at, unit: epoch-millis}");
        assertThat(draft.text())
                .contains(
                        "# CHECK revision: version is not taken: records of one post have the"
                                + " same");
    }

    @Test
    void debeziumsEnvelopeIsItsPreset() throws Exception {
        List<Fields> records =
                records(
                        """
                        {"payload":{"before":null,"after":{"id":1,"body":"Rain on the way"},"source":{"connector":"postgresql","lsn":24,"ts_ms":1772366400000},"op":"c","ts_ms":1772366400001},"schema":{}}
                        {"payload":{"before":{"id":1,"body":"Rain"},"after":null,"source":{"connector":"postgresql","lsn":25,"ts_ms":1772366400000},"op":"d","ts_ms":1772366400001},"schema":{}}
                        """);

        MappingDraft draft = MappingDraft.of(records);

        assertThat(keys(draft))
                .containsExactly("envelope: debezium-postgres", "id: id", "body: body");
        assertThat(map(draft, records))
                .extracting(PostEvent::getRevision)
                .containsExactly(24L, 25L);
    }

    @Test
    void anEnvelopeOfAnotherDatabaseIsToldApart() throws Exception {
        MappingDraft draft =
                MappingDraft.of(
                        records(
                                """
                                {"after":{"id":1,"body":"a b c"},"source":{"connector":"oracle"},"op":"c"}
                                """));

        assertThat(draft.missing()).singleElement().asString().contains("Debezium's envelopes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1772366400|unit: epoch-seconds",
                "1772366400000|unit: epoch-millis",
                "1772366400000000|unit: epoch-micros",
                "\"1772366400000000000\"|unit: epoch-nanos",
                "\"2026-03-01T12:00:00+01:00\"|unit: iso-8601",
                "\"2026-03-01 12:00:00\"|pattern: 'uuuu-MM-dd HH:mm:ss', zone: UTC",
                "\"2026-03-01T12:00:00.250\"|pattern: 'uuuu-MM-dd''T''HH:mm:ss.SSS', zone: UTC"
            })
    void theUnitOfATimeIsToldByItsValues(String value, String format) throws Exception {
        List<Fields> records =
                records(
                        "{\"id\":\"a\",\"body\":\"a b c\",\"version\":1,\"updated_at\":%s}\n"
                                .formatted(value));

        MappingDraft draft = MappingDraft.of(records);

        assertThat(keys(draft)).contains("event_time: {path: updated_at, %s}".formatted(format));
        assertThat(map(draft, records)).hasSize(1);
    }

    @Test
    void aTimeOfATypeThatSaysSoNeedsNoGuess() throws Exception {
        Instant time = Instant.parse("2026-03-01T12:00:00Z");
        List<Fields> records =
                List.of(
                        new Fields(
                                Map.of(
                                        "id", new Text("a"),
                                        "text", new Text("rain on the way"),
                                        "ts", new Moment(time))));

        MappingDraft draft = MappingDraft.of(records);

        assertThat(keys(draft)).contains("event_time: {path: ts, unit: logical-type}");
        assertThat(map(draft, records).get(0).getEventTime()).isEqualTo(time);
    }

    @Test
    void namesThatYamlOrPathsReadOtherwiseAreQuoted() throws Exception {
        List<Fields> records =
                records(
                        "{\"user.id\":\"a\",\"id\":\"x\",\"on\":\"c\",\"version\":1,\"body\":\"a"
                                + " b\"}");

        MappingDraft draft = MappingDraft.of(records);

        assertThat(keys(draft)).contains("author: 'user\\.id'");
        assertThat(map(draft, records).get(0).getAuthor()).isEqualTo("a");
    }

    /** Else one broken record would hide the version of a thousand. */
    @Test
    void aFewRecordsMayLackWhatTheOthersHave() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 99; i++) {
            lines.append("{\"postId\":%d,\"version\":1,\"text\":\"a b c\"}\n".formatted(i));
        }
        MappingDraft draft = MappingDraft.of(records(lines + "{\"postId\":99,\"text\":\"a\"}\n"));

        assertThat(keys(draft)).contains("id: postId", "revision: version");
        assertThat(draft.text())
                .contains("# CHECK revision: records without one there: 1; they are refused");
    }

    @Test
    void ofTextsOfOneMeaningTheFullestIsTaken() throws Exception {
        MappingDraft draft =
                MappingDraft.of(
                        records(
                                """
                                {"id":1,"version":1,"text":"rain on the way","body":"and more of it"}
                                {"id":2,"version":1,"text":"rain on the way"}
                                """));

        assertThat(keys(draft)).contains("body: text");
        assertThat(draft.text()).contains("# CHECK body: body may belong to it");
    }

    @Test
    void whatIsNotFoundIsSaidWithWhatToWrite() throws Exception {
        MappingDraft draft = MappingDraft.of(records("{\"flag\":true}\n{\"flag\":true}\n"));

        assertThat(draft.missing())
                .satisfiesExactly(
                        id -> assertThat(id).endsWith("write id: PATH"),
                        revision -> assertThat(revision).contains("write revision: PATH"),
                        text -> assertThat(text).contains("write body: PATH"));
        assertThatThrownBy(draft::mapping).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void noValueOfAPostIsInADraft() throws Exception {
        MappingDraft draft =
                MappingDraft.of(
                        records(
                                """
                                {"id":"secret1","version":1,"text":"secret words here","author":"secret2","country":"secret3","type":"secret4"}
                                {"id":"secret5","version":1,"text":"secret words here","author":"secret2","country":"secret3","type":"secret4"}
                                """));

        assertThat(draft.missing()).isEmpty();
        assertThat(draft.text()).doesNotContain("secret");
    }

    private static List<String> keys(MappingDraft draft) {
        return draft.text().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static List<PostEvent> map(MappingDraft draft, List<Fields> records) throws Exception {
        PostMapper mapper = new PostMapper(draft.mapping());
        List<PostEvent> posts = new ArrayList<>();
        for (Fields record : records) {
            posts.add(mapper.map(record, Instant.EPOCH));
        }
        return posts;
    }

    private static List<Fields> records(String lines) throws Exception {
        List<Fields> records = new ArrayList<>();
        for (String line : lines.lines().toList()) {
            records.add(JsonRecord.parse(line.getBytes(StandardCharsets.UTF_8)));
        }
        return records;
    }
}
