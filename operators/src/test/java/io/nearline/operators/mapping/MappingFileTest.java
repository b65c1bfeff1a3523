package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingFileTest {

    private static final String LEAST = "id: id\nrevision: v\nbody: text\n";

    private static final String TIME = "event_time: {path: t, unit: iso-8601}\n";

    @TempDir private Path directory;

    /** A reader of tables leaves out what is not among them. */
    @Test
    void namesTheColumnsThatItLooksAt() {
        assertThat(
                        MappingFile.parse(
                                        "m.yaml",
                                        """
                                        id: [site, post.id]
                                        revision: {first: [edited, made], unit: epoch-millis}
                                        kind: {delete_when_set: gone}
                                        event_time: {path: at, unit: iso-8601}
                                        title: {first: [headline, name]}
                                        body: [lead, 'parts[].text']
                                        lang: {always: en}
                                        hashtags: {in: tags, pattern: '#(\\w+)'}
                                        attributes: {a: 'odd\\.name'}
                                        """)
                                .columns())
                .hasValueSatisfying(
                        columns ->
                                assertThat(columns)
                                        .containsExactlyInAnyOrder(
                                                "site",
                                                "post",
                                                "edited",
                                                "made",
                                                "gone",
                                                "at",
                                                "headline",
                                                "name",
                                                "lead",
                                                "parts",
                                                "tags",
                                                "odd.name"));
        assertThat(
                        MappingFile.parse("m.yaml", "envelope: debezium-postgres\nid: id\nbody: t")
                                .columns())
                .isEmpty();
    }

    @Test
    void aRefusalNamesFileAndLine() throws Exception {
        Path file = Files.writeString(directory.resolve("m.yaml"), LEAST + "boddy: text\n");

        assertThatThrownBy(() -> MappingFile.read(file))
                .isInstanceOf(InvalidMappingException.class)
                .hasMessage(
                        file
                                + ":4: boddy is not known here; known are envelope, id, revision,"
                                + " kind, event_time, author, lang, title, body, article_title,"
                                + " article_description, media_text, hashtags, attributes");
    }

    @Test
    void whatIsNoMappingIsRefused() throws Exception {
        refused("", "m:1: the file is empty");
        refused("- a", "m:1: the mapping needs keys and values below it");
        refused("id: [", "m:1: no YAML");
        refused("id: a\nid: b", "m:2: id stands twice");
        refused("id: a\nrevision: v", "m:1: the mapping has no text to embed");
        refused("id: a\nbody: b", "m:1: the mapping has no revision");
        refused("revision: a\nbody: b", "m:1: the mapping has no id");
        Path latin = Files.write(directory.resolve("latin"), new byte[] {'a', (byte) 0xE4});
        assertThatThrownBy(() -> MappingFile.read(latin)).hasMessageContaining("not UTF-8");
    }

    @Test
    void aValueThatYamlDoesNotReadAsTextIsRefused() {
        refused(LEAST + "lang: {always: no}", "m:4: lang.always is 'no': YAML does not read it as");
        refused(LEAST + "title:", "m:4: title is '': YAML does not read it as text");
        refused(LEAST + "title: {}", "m:4: title needs one of join, first, always");
        refused(LEAST + "title: []", "m:4: title is 'a list': give one value at least");
    }

    @Test
    void aPathThatIsNoneIsRefused() {
        for (String path :
                new String[] {"a.", ".a", "a..b", "a[", "a[x]", "a[0]b", "a]", "\\", "[]"}) {
            refused(
                    LEAST + "title: '" + path + "'",
                    "m:4: title is '" + path + "': write a path as");
        }
        refused("id: 'a[]'\nrevision: v\nbody: t", "m:1: id is 'a[]': [] leads to several values");
    }

    @Test
    void aTimeThatCannotBeReadIsRefused() {
        refused(LEAST + "event_time: {path: t}", "m:4: event_time needs one of unit, pattern");
        refused(LEAST + "event_time: {unit: iso-8601}", "m:4: event_time needs one of path, first");
        refused(
                LEAST + "event_time: {path: t, unit: millis}",
                "m:4: event_time.unit is 'millis': give one of epoch-seconds");
        refused(
                LEAST + "event_time: {path: t, pattern: 'yyyy-MM-dd'}",
                "m:4: event_time.pattern is 'yyyy-MM-dd': no moment can be told from it");
        refused(
                LEAST + "event_time: {path: t, pattern: 'b{', zone: UTC}",
                "m:4: event_time.pattern is 'b{': ");
        refused(
                LEAST + "event_time: {path: t, pattern: 'yyyy-MM-dd HH:mm', zone: Mars}",
                "m:4: event_time.zone is 'Mars': give a zone as Europe/Berlin");
    }

    @Test
    void aKindThatLeavesOpenWhatHappenedIsRefused() {
        refused(LEAST + "kind: {path: op}", "m:4: kind needs one of create, update, delete");
        refused(LEAST + "kind: {path: op, create: [a], delete: [a]}", "m:4: kind names 'a' twice");
        refused(
                LEAST + "kind: {path: op, delete_when_set: gone}",
                "m:4: kind needs one of path, delete_when_true, delete_when_set");
    }

    @Test
    void anEnvelopeGivesRevisionAndKind() {
        refused("envelope: maxwell\nid: id\nbody: t", "m:1: envelope is 'maxwell': give one of");
        refused(
                "envelope: debezium-mysql\n" + LEAST,
                "m:3: revision is 'v': the envelope gives it; leave it out");
        refused(
                "envelope: debezium-mysql\nid: id\nkind: {delete_when_set: gone}\nbody: t",
                "m:3: kind is 'a list': the envelope gives it; leave it out");
    }

    @Test
    void aPatternThatIsNoneIsRefused() {
        refused(LEAST + "hashtags: {in: text, pattern: '('}", "m:4: hashtags.pattern is '(': ");
    }

    @Test
    void eachChoiceThatCostsAPromiseIsTold() {
        assertThat(weakened("id: id\nrevision: v\nkind: {path: op, delete: d}\nbody: t\n" + TIME))
                .isEmpty();
        assertThat(weakened("id: [a, b]\nrevision: {path: t, unit: iso-8601}\nbody: t"))
                .hasSize(4)
                .anyMatch(promise -> promise.contains("within one millisecond"))
                .anyMatch(promise -> promise.contains("no record deletes a post"))
                .anyMatch(promise -> promise.contains("freshness is measured"))
                .anyMatch(promise -> promise.contains("hold the separator"));
        assertThat(weakened("id: a\nrevision: {path: t, unit: epoch-seconds}\nbody: t\n" + TIME))
                .anyMatch(promise -> promise.contains("within one second"));
        assertThat(
                        weakened(
                                "id: a\n"
                                        + "revision: {path: t, pattern: 'yyyy-MM-dd HH:mm', zone:"
                                        + " UTC}\n"
                                        + "body: t\n"
                                        + TIME))
                .anyMatch(promise -> promise.contains("within one minute"));
        assertThat(weakened("id: a\nrevision: {always: 1}\nbody: t\n" + TIME))
                .anyMatch(
                        promise -> promise.contains("every later change and deletion is skipped"));
        assertThat(weakened(LEAST + "kind: {delete_when_set: d}\n" + TIME))
                .containsExactly(
                        "kind is told by a field of the row: a row that is removed, not marked,"
                                + " leaves its post in the index.");
        assertThat(weakened("envelope: debezium-postgres\nid: id\nbody: t"))
                .singleElement()
                .asString()
                .contains("LSN");
        assertThat(weakened("envelope: debezium-mysql\nid: id\nbody: t"))
                .singleElement()
                .asString()
                .contains("binlog");
    }

    private static List<String> weakened(String mapping) {
        return MappingFile.parse("m", mapping).weakenedPromises();
    }

    private static void refused(String mapping, String beginning) {
        assertThatThrownBy(() -> MappingFile.parse("m", mapping))
                .as(mapping)
                .isInstanceOf(InvalidMappingException.class)
                .message()
                .startsWith(beginning);
    }
}
