package io.nearline.operators.mapping;

import static io.nearline.operators.mapping.PostMapperTest.map;
import static io.nearline.operators.mapping.PostMapperTest.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import org.junit.jupiter.api.Test;

/** Envelopes in the shape that Debezium's documentation shows. */
class EnvelopeTest {

    private static final String POSTGRES =
            "envelope: debezium-postgres\nid: id\nbody: text\nauthor: user_id";
    private static final String MYSQL = "envelope: debezium-mysql\nid: id\nbody: text";

    @Test
    void aChangeInPostgresHasItsLsnAsRevision() throws Exception {
        PostEvent post =
                map(
                        POSTGRES,
                        """
                        {'before': null, 'after': {'id': 1, 'text': 'rain', 'user_id': 7},
                         'source': {'connector': 'postgresql', 'ts_ms': 1559033904863,
                                    'snapshot': 'false', 'txId': 555, 'lsn': 24023128,
                                    'xmin': null},
                         'op': 'c', 'ts_ms': 1559033904899, 'transaction': null}
                        """);

        assertThat(post.getPostId()).isEqualTo("1");
        assertThat(post.getRevision()).isEqualTo(24023128);
        assertThat(post.getKind()).isEqualTo(PostEventKind.CREATE);
        assertThat(post.getEventTime().toEpochMilli()).isEqualTo(1559033904863L);
        assertThat(post.getBody()).isEqualTo("rain");
        assertThat(post.getAuthor()).isEqualTo("7");
    }

    @Test
    void aDeletionIsToldByTheRowBeforeIt() throws Exception {
        PostEvent post =
                map(
                        POSTGRES,
                        """
                        {'before': {'id': 1, 'text': null, 'user_id': null}, 'after': null,
                         'source': {'ts_ms': 1559033904863, 'lsn': 46523128},
                         'op': 'd', 'ts_ms': 1581902461842}
                        """);

        assertThat(post.getPostId()).isEqualTo("1");
        assertThat(post.getKind()).isEqualTo(PostEventKind.DELETE);
        assertThat(post.getRevision()).isEqualTo(46523128);
    }

    private static final String EDITED =
            POSTGRES + "\nevent_time: {first: [edited_at, created_at], unit: iso-8601}";

    /** The envelope of a row of a snapshot has the time of the snapshot. */
    @Test
    void aRowHasTheTimeThatTheMappingNames() throws Exception {
        String row =
                """
                {'before': null, 'after': {'id': 1, 'text': 'rain', %s},
                 'source': {'ts_ms': 1559033904863, 'snapshot': 'first', 'lsn': 5},
                 'op': 'r', 'ts_ms': 1559033904899}
                """;

        assertThat(
                        map(EDITED, row.formatted("'created_at': '2026-03-01T12:00:00Z'"))
                                .getEventTime())
                .isEqualTo("2026-03-01T12:00:00Z");
        refusal(EDITED, row.formatted("'created_at': null"))
                .hasMessage("event_time: nothing stands at [edited_at, created_at]");
    }

    /** Of a row that is gone, the time of its last edit says nothing, and is often not sent. */
    @Test
    void aDeletionHasTheTimeOfTheEnvelope() throws Exception {
        PostEvent post =
                map(
                        EDITED,
                        """
                        {'before': {'id': 1, 'edited_at': '2026-03-01T12:00:00Z'}, 'after': null,
                         'source': {'ts_ms': 1559033904863, 'lsn': 46523128},
                         'op': 'd', 'ts_ms': 1581902461842}
                        """);

        assertThat(post.getEventTime().toEpochMilli()).isEqualTo(1559033904863L);
    }

    /** It would replace the text that the post has, under a newer revision. */
    @Test
    void aValueThatWasNotSentIsRefused() {
        refusal(
                        POSTGRES,
                        """
                        {'after': {'id': 1, 'text': '__debezium_unavailable_value'},
                         'source': {'ts_ms': 1559033904863, 'lsn': 5}, 'op': 'u'}
                        """)
                .hasMessageStartingWith("body: the source left the value out");
    }

    @Test
    void ofHashtagsAndAttributesAsWell() {
        String change =
                """
                {'after': {'id': 1, 'text': 'rain', 'tags': ['__debezium_unavailable_value'],
                           'place': '__debezium_unavailable_value'},
                 'source': {'ts_ms': 1559033904863, 'lsn': 5}, 'op': 'u'}
                """;

        refusal(POSTGRES + "\nhashtags: tags[]", change)
                .hasMessageStartingWith("hashtags: the source left the value out");
        refusal(POSTGRES + "\nhashtags: {in: place, pattern: '_(\\w+)'}", change)
                .hasMessageStartingWith("hashtags: the source left the value out");
        refusal(POSTGRES + "\nattributes: {at: place}", change)
                .hasMessageStartingWith("attributes.at: the source left the value out");
    }

    /** Rows that Debezium's own transform takes out of their envelope have the same word. */
    @Test
    void ofARowWithoutItsEnvelopeAsWell() {
        refusal(
                        "id: id\nrevision: __lsn\nbody: [title, text]",
                        "{'id': 1, 'title': 'Rain', 'text': '__debezium_unavailable_value',"
                                + " '__lsn': 5}")
                .hasMessageStartingWith("body: the source left the value out");
    }

    @Test
    void aPostMayTellOfTheWord() throws Exception {
        PostEvent post =
                map(
                        POSTGRES,
                        """
                        {'after': {'id': 1, 'text': 'What is __debezium_unavailable_value?'},
                         'source': {'ts_ms': 1559033904863, 'lsn': 5}, 'op': 'u'}
                        """);

        assertThat(post.getBody()).isEqualTo("What is __debezium_unavailable_value?");
    }

    @Test
    void theSchemaOfAConverterIsPassedOver() throws Exception {
        PostEvent post =
                map(
                        POSTGRES,
                        """
                        {'schema': {'type': 'struct'},
                         'payload': {'before': null, 'after': {'id': 1, 'text': 'x'},
                                     'source': {'lsn': 5}, 'op': 'r', 'ts_ms': 1559033904863}}
                        """);

        assertThat(post.getRevision()).isEqualTo(5);
        assertThat(post.getEventTime().toEpochMilli()).isEqualTo(1559033904863L);
    }

    @Test
    void aChangeInMySqlHasItsPlaceInTheBinlogAsRevision() throws Exception {
        String change =
                """
                {'before': null, 'after': {'id': 1004, 'text': 'x'},
                 'source': {'ts_ms': 1465491411000, 'file': '%s', 'pos': %d, 'row': 0},
                 'op': 'u', 'ts_ms': 1465491411815}
                """;
        long earlier = map(MYSQL, change.formatted("mysql-bin.000003", 484)).getRevision();
        long later = map(MYSQL, change.formatted("mysql-bin.000003", 805)).getRevision();
        long last = map(MYSQL, change.formatted("mysql-bin.000004", 4)).getRevision();

        assertThat(earlier).isEqualTo(3L << 32 | 484).isLessThan(later);
        assertThat(later).isLessThan(last);
        refusal(MYSQL, change.formatted("secret", 4))
                .hasMessage(
                        "revision: path source.file must lead to the name of a binlog file, found"
                                + " text");
    }

    @Test
    void whatIsNoChangeOfARowIsRefused() {
        refusal(POSTGRES, "{'op': 't', 'source': {'lsn': 1}, 'ts_ms': 1559033904863}")
                .hasMessage("kind: text at op is in none of the lists create, update and delete");
        refusal(POSTGRES, "{'op': 'u', 'after': null, 'source': {'lsn': 1}, 'ts_ms': 1}")
                .hasMessage("envelope: path after must lead to an object, found nothing");
    }
}
