package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostMapperTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void fieldsAreFoundByPathInObjectsAndLists() throws Exception {
        PostEvent post =
                map(
                        """
                        id: post.uuid
                        revision: meta.version
                        author: user.id
                        lang: post.locale
                        title: post.headline
                        body: post.text
                        media_text: media[].alt
                        hashtags: entities.tags[].name
                        attributes: {country: 'user.places[1].country', "fully.odd": 'odd\\.name'}
                        """,
                        """
                        {'post': {'uuid': 'p-1', 'locale': 'pt_BR', 'headline': 'Rain',
                                  'text': 'All week'},
                         'meta': {'version': 7}, 'user': {'id': 42, 'places': [{}, {'country': 'BR'}]},
                         'media': [{'alt': 'a boat'}, {}, {'alt': null}, {'alt': 'a pier'}],
                         'entities': {'tags': [{'name': '#rain'}, {'name': 'harbour'}]},
                         'odd.name': true}
                        """);

        assertThat(post.getPostId()).isEqualTo("p-1");
        assertThat(post.getRevision()).isEqualTo(7);
        assertThat(post.getKind()).isEqualTo(PostEventKind.UPDATE);
        assertThat(post.getEventTime()).isEqualTo(NOW);
        assertThat(post.getAuthor()).isEqualTo("42");
        assertThat(post.getLanguage()).isEqualTo("pt-BR");
        assertThat(post.getTitle()).isEqualTo("Rain");
        assertThat(post.getBody()).isEqualTo("All week");
        assertThat(post.getMediaText()).isEqualTo("a boat\n\na pier");
        assertThat(post.getHashtags()).containsExactly("rain", "harbour");
        assertThat(post.getAttributes()).isEqualTo(Map.of("country", "BR", "fully.odd", "true"));
    }

    @Test
    void textsAreJoinedChosenOrAlwaysTheSame() throws Exception {
        PostEvent post =
                map(
                        """
                        id: [tenant, id]
                        revision: v
                        title: {first: [headline, name]}
                        body: {join: [lead, text], with: ' / '}
                        article_title: [a, b]
                        lang: {always: en}
                        attributes: {topics: 'topics[]'}
                        """,
                        """
                        {'tenant': 'acme', 'id': 3, 'v': '12', 'headline': null, 'name': 'N',
                         'lead': 'L', 'text': 'T', 'a': 'A', 'b': 'B', 'topics': [1, 'x', 2.5]}
                        """);

        assertThat(post.getPostId()).isEqualTo("acme:3");
        assertThat(post.getRevision()).isEqualTo(12);
        assertThat(post.getTitle()).isEqualTo("N");
        assertThat(post.getBody()).isEqualTo("L / T");
        assertThat(post.getArticleTitle()).isEqualTo("A\n\nB");
        assertThat(post.getLanguage()).isEqualTo("en");
        assertThat(post.getAttributes()).isEqualTo(Map.of("topics", "1,x,2.5"));
    }

    @Test
    void everyPartOfAJoinedIdSaysSomething() {
        refusal("id: [a, b]\nrevision: v\nbody: t", "{'a': 'x', 'b': '', 'v': 1}")
                .hasMessage("id: the text at b is blank");
    }

    @Test
    void hashtagsHaveLettersOfEveryLanguage() throws Exception {
        PostEvent post =
                map(
                        "id: a\nrevision: v\nbody: t\nhashtags: {in: t, pattern: '#(\\w+)'}",
                        "{'a': 'x', 'v': 1, 't': '#stra\u00dfe #\u00dcber'}");

        assertThat(post.getHashtags()).containsExactly("stra\u00dfe", "\u00dcber");
    }

    @Test
    void hashtagsAreFoundByPattern() throws Exception {
        PostEvent post =
                map(
                        """
                        id: id
                        revision: {always: 0}
                        body: text
                        hashtags: {in: text, pattern: '#(\\w+)'}
                        """,
                        "{'id': 'a', 'text': 'Rain #all #week'}");

        assertThat(post.getHashtags()).containsExactly("all", "week");
    }

    @ParameterizedTest
    @CsvSource({"'.*.*.*.*b', 500", "'(\\w|.)*(.)', 100000"})
    void aPatternThatNeverEndsOnATextIsARefusal(String pattern, int length) {
        refusal(
                        """
                        id: id
                        revision: {always: 0}
                        body: text
                        hashtags: {in: text, pattern: '%s'}
                        """
                                .formatted(pattern),
                        "{'id': 'a', 'text': '%s'}".formatted("a".repeat(length)))
                .hasMessage(
                        "hashtags: the pattern takes too long on the text at text; repeat nothing"
                                + " in it twice");
    }

    @Test
    void theRevisionMayBeATimeInMilliseconds() throws Exception {
        PostEvent post =
                map(
                        """
                        id: id
                        revision: {first: [edited, created], unit: iso-8601}
                        event_time: {path: seen, unit: epoch-micros}
                        body: text
                        """,
                        """
                        {'id': 'a', 'edited': null, 'created': '2026-03-01T12:00:00.123+01:00',
                         'seen': 1772362801000999, 'text': 'x'}
                        """);

        assertThat(post.getRevision())
                .isEqualTo(Instant.parse("2026-03-01T11:00:00.123Z").toEpochMilli());
        assertThat(post.getEventTime().toEpochMilli()).isEqualTo(1772362801000L);
    }

    @Test
    void theKindIsToldByAnOperation() throws Exception {
        String mapping =
                """
                id: id
                revision: v
                kind: {path: op, create: [insert, 1], update: change, delete: [gone, true]}
                body: text
                """;

        assertThat(map(mapping, "{'id':'a','v':1,'op':1}").getKind())
                .isEqualTo(PostEventKind.CREATE);
        assertThat(map(mapping, "{'id':'a','v':1,'op':'change'}").getKind())
                .isEqualTo(PostEventKind.UPDATE);
        assertThat(map(mapping, "{'id':'a','v':1,'op':true}").getKind())
                .isEqualTo(PostEventKind.DELETE);
        refusal(mapping, "{'id':'a','v':1,'op':'other'}")
                .hasMessage("kind: text at op is in none of the lists create, update and delete");
        refusal(mapping, "{'id':'a','v':1}").hasMessage("kind: path op leads to nothing");
    }

    @Test
    void theKindIsToldByAFlag() throws Exception {
        String flag = "id: id\nrevision: v\nbody: text\nkind: {delete_when_true: gone}";
        String time = "id: id\nrevision: v\nbody: text\nkind: {delete_when_set: gone}";

        for (String deleted : List.of("true", "1", "'1'", "'true'")) {
            assertThat(map(flag, "{'id':'a','v':1,'gone':" + deleted + "}").getKind())
                    .as(deleted)
                    .isEqualTo(PostEventKind.DELETE);
        }
        for (String left : List.of("false", "0", "'0'", "null")) {
            assertThat(map(flag, "{'id':'a','v':1,'gone':" + left + "}").getKind())
                    .as(left)
                    .isEqualTo(PostEventKind.UPDATE);
        }
        refusal(flag, "{'id':'a','v':1,'gone':2}").hasMessageContaining("a whole number");
        assertThat(map(time, "{'id':'a','v':1,'gone':'2026'}").getKind())
                .isEqualTo(PostEventKind.DELETE);
        assertThat(map(time, "{'id':'a','v':1,'gone':null}").getKind())
                .isEqualTo(PostEventKind.UPDATE);
    }

    @Test
    void aDeletionNeedsNoTextsAndCarriesNone() throws Exception {
        PostEvent post =
                map(
                        """
                        id: id
                        revision: v
                        kind: {delete_when_true: gone}
                        body: text
                        attributes: {a: x}
                        """,
                        "{'id':'a','v':1,'gone':true,'text':{},'x':'y'}");

        assertThat(post.getBody()).isNull();
        assertThat(post.getAttributes()).isEmpty();
    }

    /** A filter for a price must find it. */
    @Test
    void anAttributeHasTheDigitsThatTheSourceShows() throws Exception {
        String mapping = "id: id\nrevision: v\nbody: t\nattributes: {price: price}";
        String record = "{'id': 'a', 'v': 1, 't': 'x', 'price': %s}";

        for (String price :
                List.of("12000000.0", "12345678901234567.89", "0.00001", "-2.50", "3.0")) {
            assertThat(map(mapping, record.formatted(price)).getAttributes())
                    .containsEntry("price", price);
        }
        assertThat(map(mapping, record.formatted("1.2E7")).getAttributes())
                .containsEntry("price", "12000000");
        assertThat(map(mapping, record.formatted("1e999999999")).getAttributes())
                .containsEntry("price", "Infinity");
    }

    @Test
    void aRefusalNamesPathAndTypeAndNoValue() {
        String mapping = "id: user.id\nrevision: v\nbody: text";

        refusal(mapping, "{'user': 'secret', 'v': 1}")
                .hasMessage("id: path user.id looks for 'id' in text; end the path there");
        refusal(mapping, "{'user': [{'id': 'secret'}], 'v': 1}")
                .hasMessage(
                        "id: path user.id looks for 'id' in a list; put [] behind the list's name"
                                + " for each element, or [0] for the first");
        refusal(mapping, "{'user': {}, 'v': 1}").hasMessage("id: path user.id leads to nothing");
        refusal(mapping, "{'user': {'id': 1.5}, 'v': 1}")
                .hasMessage(
                        "id: path user.id must lead to text or a whole number, found a number with"
                                + " a fraction");
        refusal(mapping, "{'user': {'id': ' '}, 'v': 1}")
                .hasMessage("id: the text at user.id is blank");
        refusal(mapping, "{'user': {'id': 'a'}, 'v': 'secret'}")
                .hasMessage(
                        "revision: path v must lead to a whole number or its digits, found text");
        refusal(mapping, "{'user': {'id': 'a'}, 'v': -1}")
                .hasMessage("revision: the number at v is below 0 or above 2^62");
        refusal(mapping, "{'user': {'id': 'a'}}").hasMessage("revision: nothing stands at [v]");
        refusal(mapping, "{'user': {'id': 'a'}, 'v': 1, 'text': ['secret']}")
                .hasMessage("body: path text must lead to text, found a list");
    }

    @Test
    void ofAnIdEveryPartMustBeThere() {
        refusal("id: [a, b]\nrevision: v\nbody: t", "{'a': 'x', 'v': 1}")
                .hasMessage("id: path b leads to nothing");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        PostMapping mapping =
                MappingFile.parse(
                        "m",
                        """
                        id: id
                        revision: v
                        body: t
                        title: h
                        hashtags: 'g[]'
                        attributes: {a: x}
                        """);
        PostEvent post = new PostMapper(mapping).map(record("{'id': 'a', 'v': 1, 't': 'x'}"), NOW);

        assertThat(mapping.missing(post)).containsExactly("title", "hashtags", "attributes.a");
    }

    static PostEvent map(String mapping, String json) throws Exception {
        return new PostMapper(MappingFile.parse("m.yaml", mapping)).map(record(json), NOW);
    }

    static AbstractThrowableAssert<?, ?> refusal(String mapping, String json) {
        return assertThatThrownBy(() -> map(mapping, json))
                .isInstanceOf(UnmappableRecordException.class);
    }

    private static SourceValue.Fields record(String json) throws Exception {
        return JsonRecord.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
