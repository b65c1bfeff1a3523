package io.nearline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nearline.schemas.UndecodableRecordException.Reason;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UndecodableRecordTest {

    private static final HexFormat HEX = HexFormat.of();

    /** C3 01, then the fingerprint of version 1 of PostEvent. */
    private static final String HEADER = "c301c9634149d87b3f2b";

    /** Post id p1, revision 7, CREATE, 1000 ms, author null, language null, title null. */
    private static final String UP_TO_TITLE = "047031" + "0e" + "02" + "d00f" + "000000";

    private static final String REST_AFTER_BODY = "00".repeat(5);

    /** Of the golden dead letter of version 1: job id (length and 32 digits) and failure time. */
    private static final int BYTES_AFTER_RETRYABLE = 1 + 32 + 6;

    private static final long MEGABYTE = 1 << 20;

    private final AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);

    @ParameterizedTest
    @ValueSource(strings = {"", "c3", "c301", "c301c9634149d87b3f", "00000000010470310e02d00f"})
    void bytesWithoutHeaderAreNotSingleObject(String hex) {
        assertThat(refusal(HEX.parseHex(hex)).reason()).isEqualTo(Reason.NOT_SINGLE_OBJECT);
    }

    @Test
    void plainJsonIsNotSingleObject() {
        byte[] json = "{\"postId\": \"p1\", \"secret\": \"text\"}".getBytes(UTF_8);
        UndecodableRecordException refusal = refusal(json);
        assertThat(refusal.reason()).isEqualTo(Reason.NOT_SINGLE_OBJECT);
        assertThat(refusal).hasMessageNotContaining("secret");
    }

    @Test
    void otherRecordTypeIsAnUnknownSchema() {
        byte[] update = AvroCodec.of(IndexUpdate.class).encode(SampleRecords.indexUpdate());
        assertThat(refusal(update).reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
    }

    @Test
    void unknownSchemaIsNamedByItsFingerprint() {
        UndecodableRecordException refusal = refusal(HEX.parseHex("c3010102030405060708" + "00"));
        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_SCHEMA);
        assertThat(refusal)
                .hasMessageContaining("PostEvent")
                .hasMessageContaining("0102030405060708");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no body at all,                 ''",
        "string of 2 GB,                 80d0acf30e",
        "string of 2^62 bytes,           feffffffffffffffff00",
        "string of negative length,      01",
        "number of eleven bytes,         ffffffffffffffffffff01",
        "choice outside the enum,        0470310e08",
        "negative choice of the enum,    0470310e01",
        "choice outside the union,       0470310e02d00f04",
        "enum index outside int,         0470310e80808080808001",
    })
    void impossibleBodyIsCorrupt(String what, String bodyHex) {
        assertCorruptAtLittleCost(bodyHex);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "body text of 2 GB,                  0280d0acf30e",
        "100 million hashtags,               00000000" + "8084af5f",
        "hashtags in a negative block,       00000000" + "ff83af5f00",
        "2^63 hashtags,                      00000000" + "ffffffffffffffffff01" + "00",
        "100 million attributes,             0000000000" + "8084af5f",
    })
    void impossibleSizesInsideTheBodyAreCorrupt(String what, String afterTitleHex) {
        assertCorruptAtLittleCost(UP_TO_TITLE + afterTitleHex);
    }

    @Test
    void booleanThatIsNeitherTrueNorFalseIsCorrupt() {
        AvroCodec<DeadLetter> deadLetters = AvroCodec.of(DeadLetter.class);
        byte[] bytes = new FrozenVersion(DeadLetter.class, 1).bytes();
        int retryable = bytes.length - BYTES_AFTER_RETRYABLE - 1;
        assertThat(bytes[retryable]).isEqualTo((byte) 1);
        bytes[retryable] = 2;
        assertThat(
                        catchThrowableOfType(
                                        UndecodableRecordException.class,
                                        () -> deadLetters.decode(bytes))
                                .reason())
                .isEqualTo(Reason.CORRUPT_BODY);
    }

    @Test
    void bytesAfterTheRecordAreCorrupt() {
        byte[] good = codec.encode(SampleRecords.postEvent());
        assertThat(refusal(Arrays.copyOf(good, good.length + 1)).reason())
                .isEqualTo(Reason.CORRUPT_BODY);
    }

    @Test
    void everyTruncationIsCorrupt() {
        byte[] good = codec.encode(SampleRecords.postEvent());
        for (int length = SingleObjectHeader.BYTES; length < good.length; length++) {
            assertThat(refusal(Arrays.copyOf(good, length)).reason())
                    .as("cut to %d bytes", length)
                    .isEqualTo(Reason.CORRUPT_BODY);
        }
    }

    @Test
    void goodRecordPassesAfterCorruptOne() {
        byte[] good = codec.encode(SampleRecords.postEvent());
        refusal(Arrays.copyOf(good, good.length - 3));
        assertThat(codec.decode(good)).isEqualTo(SampleRecords.postEvent());
    }

    @Test
    void arraysInSizedBlocksAreRead() {
        String twoHashtagsInSizedBlock = "0308" + "0261" + "0262" + "00";
        byte[] bytes =
                HEX.parseHex(HEADER + UP_TO_TITLE + "00000000" + twoHashtagsInSizedBlock + "00");
        assertThat(codec.decode(bytes).getHashtags()).containsExactly("a", "b");
    }

    @Test
    void malformedUtf8IsReadAsReplacementCharacters() {
        String brokenText = "02" + "0a" + "61" + "c328" + "ff" + "62";
        byte[] bytes = HEX.parseHex(HEADER + UP_TO_TITLE + brokenText + REST_AFTER_BODY);
        assertThat(codec.decode(bytes).getBody()).isEqualTo("a\uFFFD(\uFFFDb");
    }

    private void assertCorruptAtLittleCost(String bodyHex) {
        byte[] bytes = HEX.parseHex(HEADER + bodyHex);
        refusal(bytes);
        long before = allocatedBytes();
        UndecodableRecordException refusal = refusal(bytes);
        assertThat(allocatedBytes() - before).isLessThan(MEGABYTE);
        assertThat(refusal.reason()).isEqualTo(Reason.CORRUPT_BODY);
    }

    private UndecodableRecordException refusal(byte[] bytes) {
        return catchThrowableOfType(UndecodableRecordException.class, () -> codec.decode(bytes));
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }
}
