package io.nearline.operators.mapping;

import static io.nearline.operators.mapping.PostMapperTest.map;
import static io.nearline.operators.mapping.PostMapperTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What Debezium 3.3.1 sent of a table, in the order of the topic: of PostgreSQL 15 by its
 * connector, of MariaDB 10.11 by the connector for MySQL. A tombstone is a line {@code null}.
 */
class DebeziumRecordingTest {

    private static final String ROW =
            """
            id: id
            author: author
            lang: lang
            body: body
            attributes: {likes: likes, place: place}
            """;
    private static final String POSTGRES = "envelope: debezium-postgres\n" + ROW;
    private static final String MYSQL = "envelope: debezium-mysql\n" + ROW;

    /** For connectors with the transform ExtractNewRecordState. */
    private static final String FLATTENED =
            """
            revision: __lsn
            kind: {path: __op, create: [c, r], update: u, delete: d}
            event_time: {path: __source_ts_ms, unit: epoch-millis}
            """
                    + ROW;

    private static final String UNCHANGED = "__debezium_unavailable_value";

    @Test
    void eachOperationOfPostgresMapsAsItIsTold() throws Exception {
        List<String> told = told(POSTGRES, recorded("postgres.jsonl"));

        assertThat(told)
                .containsExactly(
                        "CREATE 1 'The ferry to the' {likes=0}",
                        "CREATE 2 'Two loaves of ry' {likes=0}",
                        "CREATE 3 'Der Markt am Haf' {likes=0}",
                        "CREATE 4 'Tram 12 stops at' {likes=0}",
                        "UPDATE 2 'Two loaves of ry' {likes=0}",
                        "UPDATE 1 'The ferry to the' {likes=1}",
                        "DELETE 3",
                        // A column was added.
                        "CREATE 5 'The first snow l' {likes=0, place=Bergen}",
                        // One transaction.
                        "CREATE 6 'Choir practice m' {likes=0}",
                        "UPDATE 6 'Choir practice m' {likes=0}",
                        "CREATE 7 'Bring your own c' {likes=0}",
                        "UPDATE 6 'Choir practice m' {likes=5}",
                        "UPDATE 7 'Bring your own c' {likes=5}",
                        // A long text that a change leaves alone: not sent, then by REPLICA
                        // IDENTITY FULL.
                        "CREATE 8 'Day 1 of the cro' {likes=0}",
                        "UPDATE 8 'Day 1 of the cro' {likes=2}",
                        "DELETE 4",
                        // The primary key changes.
                        "DELETE 7",
                        "CREATE 9 'Bring your own c' {likes=5}");
    }

    @Test
    void theNewestRevisionsOfPostgresAreTheTable() throws Exception {
        assertThat(newest(POSTGRES, recorded("postgres.jsonl")))
                .containsEntry("1", "The ferry to the island was late again. #ferry")
                .containsEntry("2", "Two loaves of rye bread, and a third one burnt.")
                .containsEntry("6", "Choir practice moves to Friday.")
                .containsEntry("9", "Bring your own chair.")
                .containsOnlyKeys("1", "2", "5", "6", "8", "9");
    }

    @Test
    void aLongTextThatWasNotSentIsRefusedWithAndWithoutAnEnvelope() throws Exception {
        refusal(POSTGRES, only(UNCHANGED, "postgres.jsonl"))
                .hasMessageStartingWith("body: the source left the value out")
                .hasMessageContaining("REPLICA IDENTITY FULL");
        refusal(FLATTENED, only(UNCHANGED, "postgres-flattened.jsonl"))
                .hasMessageStartingWith("body: the source left the value out");
    }

    @Test
    void theConvertersSchemasAndTransactionsMakeNoDifference() throws Exception {
        assertThat(told(POSTGRES, recorded("postgres-with-schemas.jsonl")))
                .containsExactly(
                        "CREATE 1 'The ferry to the' {likes=0}",
                        "CREATE 4 'Tram 12 stops at' {likes=0}",
                        "UPDATE 2 'Two loaves of ry' {likes=0}",
                        "DELETE 3");
    }

    @Test
    void flattenedRecordsAreTheSamePosts() throws Exception {
        List<String> enveloped = recorded("postgres.jsonl");
        List<String> flattened = recorded("postgres-flattened.jsonl");

        assertThat(told(FLATTENED, flattened)).isEqualTo(told(POSTGRES, enveloped));
        assertThat(newest(FLATTENED, flattened)).isEqualTo(newest(POSTGRES, enveloped));
    }

    /**
     * The limit that {@link Promises} tells of: the change is in the log before the snapshot, and
     * yet not in it.
     */
    @Test
    void aChangeOfATransactionThatWasOpenAtTheSnapshotIsOlderThanTheSnapshot() throws Exception {
        List<PostEvent> posts = posts(POSTGRES, recorded("postgres-open-transaction.jsonl"));

        assertThat(posts)
                .extracting(PostEvent::getBody)
                .containsExactly("before", "edited once", "edited");
        assertThat(posts.get(2).getRevision())
                .isGreaterThan(posts.get(1).getRevision())
                .isLessThan(posts.get(0).getRevision());
        assertThat(new Promises(MappingFile.parse("m.yaml", POSTGRES)).weakened())
                .anyMatch(weakened -> weakened.contains("LOCK TABLE"));
    }

    @Test
    void eachOperationOfMySqlMapsAsItIsTold() throws Exception {
        assertThat(told(MYSQL, recorded("mysql.jsonl")))
                .startsWith(
                        "CREATE 1 'The ferry to the' {likes=0}",
                        "CREATE 2 'Two loaves of ry' {likes=0}",
                        "CREATE 3 'Der Markt am Haf' {likes=0}",
                        "CREATE 4 'Tram 12 stops at' {likes=0}",
                        "UPDATE 2 'Two loaves of ry' {likes=0}",
                        "UPDATE 1 'The ferry to the' {likes=1}",
                        "DELETE 3",
                        "CREATE 5 'The first snow l' {likes=0, place=Bergen}")
                .endsWith(
                        "DELETE 7",
                        "CREATE 70 'Bring your own c' {likes=6}",
                        "DELETE 4",
                        "UPDATE 70 'Bring two chairs' {likes=6}",
                        "UPDATE 70 'Bring three chai' {likes=0}",
                        "UPDATE 70 'Bring four chair' {likes=0}",
                        "UPDATE 70 'Bring five chair' {likes=0}");
    }

    /** Among them two changes of one row by one statement, which have one place in the binlog. */
    @Test
    void theNewestRevisionsOfMySqlAreTheTable() throws Exception {
        assertThat(newest(MYSQL, recorded("mysql.jsonl")))
                .containsEntry("2", "Two loaves of rye bread, and a third one burnt.")
                .containsEntry("6", "Choir practice moves to Friday.")
                .containsEntry("70", "Bring five chairs.")
                .containsOnlyKeys("1", "2", "5", "6", "8", "70");
    }

    /**
     * Text by id, of the posts that are left when the highest revision wins and of equals the
     * first.
     */
    private static Map<String, String> newest(String mapping, List<String> records)
            throws Exception {
        Map<String, PostEvent> newest = new TreeMap<>();
        for (PostEvent post : posts(mapping, records)) {
            newest.merge(
                    post.getPostId(),
                    post,
                    (held, next) -> next.getRevision() > held.getRevision() ? next : held);
        }
        Map<String, String> texts = new TreeMap<>();
        newest.forEach(
                (id, post) -> {
                    if (post.getKind() != PostEventKind.DELETE) {
                        texts.put(id, post.getBody());
                    }
                });
        return texts;
    }

    private static List<String> told(String mapping, List<String> records) throws Exception {
        return posts(mapping, records).stream().map(DebeziumRecordingTest::line).toList();
    }

    private static String line(PostEvent post) {
        String head = post.getKind() + " " + post.getPostId();
        return post.getKind() == PostEventKind.DELETE
                ? head
                : "%s '%s' %s"
                        .formatted(
                                head,
                                post.getBody().substring(0, Math.min(16, post.getBody().length())),
                                new TreeMap<>(post.getAttributes()));
    }

    /** Tombstones are passed over, as the job does. */
    private static List<PostEvent> posts(String mapping, List<String> records) throws Exception {
        List<PostEvent> posts = new ArrayList<>();
        Set<String> tombstones = new TreeSet<>();
        for (String record : records) {
            if (record.equals("null")) {
                tombstones.add(posts.get(posts.size() - 1).getKind().toString());
            } else if (!record.contains(UNCHANGED)) {
                posts.add(map(mapping, record));
            }
        }
        assertThat(tombstones).as("what stands before tombstones").isSubsetOf("DELETE");
        return posts;
    }

    private static String only(String part, String file) throws IOException {
        List<String> found = recorded(file).stream().filter(line -> line.contains(part)).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<String> recorded(String file) throws IOException {
        try (InputStream in = DebeziumRecordingTest.class.getResourceAsStream("debezium/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
