package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.mapping.SourceValue.Bytes;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Moment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonRecordTest {

    @Test
    void aRecordIsShownAsItWasRead() throws Exception {
        byte[] json =
                """
                {"id":12345678901234567890,"share":1.5,"price":12000000.00,"on":true,"text":"naïve","none":null,\
                "tags":["a",null],"user":{"name":"ana"}}\
                """
                        .getBytes(StandardCharsets.UTF_8);

        assertThat(JsonRecord.bytes(JsonRecord.parse(json))).isEqualTo(json);
    }

    @Test
    void whatJsonDoesNotKnowIsShownAsTextOrNothing() {
        Fields record = new Fields(Map.of("at", new Moment(Instant.parse("2026-03-01T12:00:00Z"))));

        assertThat(JsonRecord.bytes(record))
                .asString()
                .isEqualTo("{\"at\":\"2026-03-01T12:00:00Z\"}");
        assertThat(JsonRecord.bytes(new Fields(Map.of("raw", Bytes.BYTES))))
                .asString()
                .isEqualTo("{\"raw\":null}");
    }
}
