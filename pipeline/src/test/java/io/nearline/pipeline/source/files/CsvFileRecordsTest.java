package io.nearline.pipeline.source.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.UnmappableRecordException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileRecordsTest {

    @Test
    void quotesMayHoldSeparatorsLineEndsAndQuotes() throws Exception {
        assertThat(rows("id,text\r\n1,\"a, \"\"b\"\"\r\n\r\nc\"\r\n2,plain\r\n"))
                .containsExactly(
                        Map.of("id", new Text("1"), "text", new Text("a, \"b\"\r\n\r\nc")),
                        Map.of("id", new Text("2"), "text", new Text("plain")));
    }

    @Test
    void whatIsNotEvenQuotedIsNothing() throws Exception {
        assertThat(rows("id,text,more\n1,\"\",\n"))
                .containsExactly(
                        Map.of(
                                "id", new Text("1"),
                                "text", new Text(""),
                                "more", Nothing.NOTHING));
    }

    @ParameterizedTest
    @CsvSource({"'\t'", "';'"})
    void aHeaderWithoutCommasNamesItsSeparator(String separator) throws Exception {
        assertThat(rows("id%1$stext\n1%1$sa, b\n".formatted(separator)))
                .containsExactly(Map.of("id", new Text("1"), "text", new Text("a, b")));
    }

    @Test
    void aColumnWithoutANameIsCalledByItsNumber() throws Exception {
        assertThat(rows(",id\n0,1\n"))
                .containsExactly(Map.of("#1", new Text("0"), "id", new Text("1")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1|a row of 1 columns, where the header names 2",
                "1,2,3|a row of 3 columns, where the header names 2",
                "1,\"secret\"\"\" s|a row with a quote inside column 2; a quote within a cell is to"
                        + " be doubled, and the cell quoted",
                "1,se\"cret\"|a row with a quote inside column 2; a quote within a cell is to be"
                        + " doubled, and the cell quoted"
            })
    void aRowThatIsNoneIsTheOnlyOneLost(String row, String reason) throws Exception {
        List<SourceRecord> records = records("id,text\n" + row + "\n2,good\n");

        assertThat(records).hasSize(2);
        assertThatThrownBy(records.get(0)::fields)
                .isInstanceOf(UnmappableRecordException.class)
                .hasMessage(reason);
        assertThat(records.get(0).bytes()).asString().isEqualTo(row);
        assertThat(records.get(0).place().withinFile()).isEqualTo("line 2");
        assertThat(records.get(1).fields().values()).containsEntry("text", new Text("good"));
    }

    @Test
    void aRowIsShownAsJson() throws Exception {
        assertThat(records("id,text,gone\n1,\"a\nb\",\n").get(0).bytes())
                .asString()
                .isEqualTo("{\"id\":\"1\",\"text\":\"a\\nb\",\"gone\":null}");
    }

    @Test
    void aQuoteThatIsNeverClosedEndsTheReading() {
        assertThatThrownBy(() -> rows("id,text\n1,good\n2,\"secret\n3,more\n"))
                .isInstanceOf(UnreadablePostsException.class)
                .hasMessageContaining("posts.csv: line 3, near byte 15: a quote that opens")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n"})
    void aFileWithoutAHeaderIsRefused(String text) {
        assertThatThrownBy(() -> rows(text))
                .hasMessage("posts.csv: has no row that names its columns: write it with a header");
    }

    @Test
    void columnsOfOneNameAreRefused() {
        assertThatThrownBy(() -> rows("id,text,id\n"))
                .hasMessage(
                        "posts.csv: names two columns alike, the second is column 3: rename one");
    }

    @Test
    void skippingCountsRowsAndNotLines() throws Exception {
        try (FileRecords<SourceRecord> records =
                open("id,text\n1,\"a\n\nb\"\n\n2,\"c\nd\"\n3,e\n")) {
            records.skip(2);

            SourceRecord third = records.next().orElseThrow();
            assertThat(third.fields().values()).containsEntry("id", new Text("3"));
            assertThat(third.place().withinFile()).isEqualTo("line 8");
            assertThat(records.next()).isEmpty();
        }
    }

    private static List<Map<String, ?>> rows(String text) throws Exception {
        List<Map<String, ?>> rows = new ArrayList<>();
        for (SourceRecord record : records(text)) {
            rows.add(record.fields().values());
        }
        return rows;
    }

    private static List<SourceRecord> records(String text) throws IOException {
        List<SourceRecord> all = new ArrayList<>();
        try (FileRecords<SourceRecord> records = open(text)) {
            for (Optional<SourceRecord> record = records.next();
                    record.isPresent();
                    record = records.next()) {
                all.add(record.get());
            }
        }
        return all;
    }

    private static FileRecords<SourceRecord> open(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return CsvFileRecords.of(
                PostLines.of(new ByteArrayInputStream(bytes), "posts.csv"), "posts.csv");
    }
}
