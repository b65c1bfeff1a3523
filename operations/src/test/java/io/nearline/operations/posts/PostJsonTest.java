package io.nearline.operations.posts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostJsonTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    @Test
    void textAloneIsTheBody() throws Exception {
        PostEvent event = parse("{'id':'1','text':'rain over the harbour'}");

        assertThat(event.getTitle()).isNull();
        assertThat(event.getBody()).isEqualTo("rain over the harbour");
    }

    @Test
    void textBesideABodyIsTheTitle() throws Exception {
        PostEvent event = parse("{'id':'1','text':'Rain','body':'all week'}");

        assertThat(event.getTitle()).isEqualTo("Rain");
        assertThat(event.getBody()).isEqualTo("all week");
    }

    @Test
    void titleAndTextAreTitleAndBody() throws Exception {
        PostEvent event = parse("{'id':'1','title':'Rain','text':'all week'}");

        assertThat(event.getTitle()).isEqualTo("Rain");
        assertThat(event.getBody()).isEqualTo("all week");
    }

    @Test
    void nullCountsAsAbsent() throws Exception {
        PostEvent event =
                parse("{'id':'1','text':'x','body':null,'edited_at':null,'hashtags':null}");

        assertThat(event.getBody()).isEqualTo("x");
        assertThat(event.getKind()).isEqualTo(PostEventKind.CREATE);
        assertThat(event.getHashtags()).isEmpty();
    }

    @Test
    void anEditIsAnUpdateWhoseRevisionIsTheTimeOfTheEdit() throws Exception {
        PostEvent event =
                parse(
                        "{'id':'1','created_at':'2026-01-01T00:00:00Z',"
                                + "'edited_at':'2026-01-02T00:00:00Z'}");

        assertThat(event.getKind()).isEqualTo(PostEventKind.UPDATE);
        assertThat(event.getRevision())
                .isEqualTo(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());
    }

    @Test
    void revisionFallsBackToTheTimeOfCreationThenToOne() throws Exception {
        assertThat(parse("{'id':'1','created_at':'1970-01-01T00:00:01Z'}").getRevision())
                .isEqualTo(1000);
        assertThat(parse("{'id':'1'}").getRevision()).isEqualTo(1);
        assertThat(parse("{'id':'1','revision':7}").getRevision()).isEqualTo(7);
    }

    @Test
    void eventTimeIsTheGivenOneElseNow() throws Exception {
        assertThat(parse("{'id':'1'}").getEventTime()).isEqualTo(NOW);
        assertThat(parse("{'id':'1','event_time':'2026-01-01T00:00:00Z'}").getEventTime())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Test
    void languageOfTheSourceWinsOverTheGuess() throws Exception {
        assertThat(parse("{'id':'1','lang':'no','lang_guess':'da'}").getLanguage()).isEqualTo("no");
        assertThat(parse("{'id':'1','lang':null,'lang_guess':'da'}").getLanguage()).isEqualTo("da");
    }

    @Test
    void unknownFieldsBecomeAttributesAsText() throws Exception {
        PostEvent event =
                parse(
                        "{'id':'1','score':12,'pinned':true,'flair':null,'reshare_of':'ana',"
                            + "'geo':{'lat':1.5},'price':12000000.50,'created_at':'2026-01-01T00:00:00Z',"
                            + "'attributes':{'score':'high'}}");

        assertThat(event.getAttributes())
                .isEqualTo(
                        Map.of(
                                "score", "high",
                                "pinned", "true",
                                "reshare_of", "ana",
                                "geo", "{\"lat\":1.5}",
                                "price", "12000000.50",
                                "created_at", "2026-01-01T00:00:00Z"));
    }

    @Test
    void loneSurrogatesBecomeReplacementCharacters() throws Exception {
        PostEvent event = parse("{'id':'1','text':'a\\ud83d b\\udc4d \\ud83d\\udc4d \\u0000'}");

        assertThat(event.getBody()).isEqualTo("a\uFFFD b\uFFFD \uD83D\uDC4D \u0000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'id':'1'                        | not valid JSON near column",
                "[1,2]                            | not a JSON object",
                "{'id':'1'} {'id':'2'}            | something follows it",
                "{'id':'1'} oops                  | not valid JSON near column",
                "{'id':'1','id':'2'}              | a key is given twice in one object",
                "{'id':'1','\\u0069d':'2'}         | a key is given twice in one object",
                "{'id':'1','x':{'a':1,'a':2}}     | a key is given twice in one object",
                "{'id':'1','x':[{'a':1,'a':2}]}   | a key is given twice in one object",
                "{'id':' '}                       | postId is blank",
                "{'id':'1','revision':-1}         | revision is -1; send 0 or more",
                "{'text':'x'}                     | field 'id' is missing or empty",
                "{'id':''}                        | field 'id' is missing or empty",
                "{'id':'1','text':7}              | field 'text' must be a string, found number",
                "{'id':'1','kind':'edit'}         | field 'kind' must be create, update or delete",
                "{'id':'1','revision':'7'}        | field 'revision' must be a whole number",
                "{'id':'1','revision':1.5}        | field 'revision' must be a whole number",
                "{'id':'1','hashtags':'a'}        | field 'hashtags' must be an array of strings",
                "{'id':'1','attributes':[1]}      | field 'attributes' must be an object",
                "{'id':'1','created_at':'monday'} | field 'created_at' must be a time such as",
                "{'id':'1','created_at':'1969-12-31T23:59:59Z'}  | 'created_at' is before 1970",
                "{'id':'1','edited_at':'1965-06-01T00:00:00Z'}   | 'edited_at' is before 1970",
                "{'id':'1','created_at':'+1000000000-12-31T23:59:59Z'} | 'created_at' must be a"
                        + " time in",
                "{'id':'1','edited_at':'+1000000000-12-31T23:59:59Z'}  | 'edited_at' must be a time"
                        + " in",
                "{'id':'1','event_time':'-1000000000-01-01T00:00:00Z'} | 'event_time' must be a"
                        + " time in",
                "{'id':'1','event_time':'3000-01-01T00:00:00Z'}  | 'event_time' must be a time in",
                "{'id':'1','title':'a','text':'b','body':'c'} | drop one"
            })
    void refusesWhatIsNotAPostAndNamesTheField(String line, String message) {
        assertThatThrownBy(() -> parse(line))
                .isInstanceOf(UnreadablePostException.class)
                .hasMessageContaining(message);
    }

    @Test
    void messagesDoNotRepeatWhatThePostSays() {
        assertThatThrownBy(() -> parse("{'id':'1','text':'my secret' oops}"))
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("oops");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin1 =
                "{\"id\":\"1\",\"text\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> PostJson.parse(latin1, NOW))
                .isInstanceOf(UnreadablePostException.class)
                .hasMessage("not valid UTF-8 at byte 21 of the line");
    }

    @Test
    void refusesEncodingsOfJsonThatAreNotUtf8() {
        for (Charset encoding : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            byte[] line = "{\"id\":\"1\"}".getBytes(encoding);

            assertThatThrownBy(() -> PostJson.parse(line, NOW))
                    .isInstanceOf(UnreadablePostException.class)
                    .hasMessageContaining("a zero byte at byte");
        }
    }

    @Test
    void passesOverAByteOrderMarkThatJoinedFilesHaveInTheirMiddle() throws Exception {
        assertThat(parse("\uFEFF{'id':'1'}").getPostId()).isEqualTo("1");
    }

    @Test
    void takesACreationBefore1970BesideARevision() throws Exception {
        PostEvent event = parse("{'id':'1','revision':1,'created_at':'1965-06-01T00:00:00Z'}");

        assertThat(event.getRevision()).isEqualTo(1);
        assertThat(event.getAttributes()).containsEntry("created_at", "1965-06-01T00:00:00Z");
    }

    private static PostEvent parse(String line) throws UnreadablePostException {
        return PostJson.parse(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8), NOW);
    }
}
