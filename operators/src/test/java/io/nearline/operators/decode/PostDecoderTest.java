package io.nearline.operators.decode;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operators.Records;
import io.nearline.operators.record.Change;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.PostRevision;
import io.nearline.schemas.PostEventKind;
import io.nearline.schemas.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostDecoderTest {

    private final PostDecoder decoder = new PostDecoder();

    /** Accepted, it would make every later revision of the post stale. */
    @Test
    void refusesARevisionAboveWhatTheSourceSends() {
        PostDecoder bounded = new PostDecoder(1000);

        assertThat(bounded.decode(Records.raw(aPost("p").revision(1000).build())).version())
                .returns(1000L, PostRevision::revision);
        assertThatThrownBy(() -> bounded.decode(Records.raw(aPost("p").revision(1001).build())))
                .isInstanceOf(InvalidPostException.class)
                .hasMessageContaining("1001")
                .hasMessageContaining("nearline.posts.max-revision");
    }

    @Test
    void leavesRoomAboveEveryRevision() {
        assertThatThrownBy(
                        () ->
                                decoder.decode(
                                        Records.raw(
                                                aPost("p")
                                                        .revision(Long.MAX_VALUE)
                                                        .at(Instant.EPOCH)
                                                        .build())))
                .isInstanceOf(InvalidPostException.class);
    }

    @Test
    void keepsWhatTheSourceSaid() {
        Post post = Records.post(aPost("p1").revision(7).title("T").body("B").edited().build());

        assertThat(post.version().postId()).isEqualTo("p1");
        assertThat(post.version().revision()).isEqualTo(7);
        assertThat(post.version().change()).isEqualTo(Change.UPDATE);
        assertThat(post.version().origin()).isEqualTo(Origin.LIVE);
        assertThat(post.title()).isEqualTo("T");
        assertThat(post.body()).isEqualTo("B");
    }

    @Test
    void keepsTheOriginalBytesAndTheirPlace() {
        var record = Records.raw(aPost("p1").body("B").build());

        assertThat(decoder.decode(record).version().record()).isSameAs(record);
    }

    @Test
    void keepsTheOriginThatTheReaderGave() {
        var replayed = Records.replayed(aPost("p1").body("B").build());

        assertThat(decoder.decode(replayed).version().origin()).isEqualTo(Origin.REPLAY);
    }

    @Test
    void refusesBytesThatAreNoPost() {
        var garbage = Records.raw("{\"id\":1}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> decoder.decode(garbage))
                .isInstanceOf(UndecodableRecordException.class);
    }

    @Test
    void refusesARecordThatIsLargerThanWhatIsMadeOfItMayBe() {
        var large = Records.raw(aPost("p1").attribute("a", "x".repeat(9_000_000)).build());

        assertThatThrownBy(() -> decoder.decode(large))
                .isInstanceOf(OversizedRecordException.class)
                .hasMessageContaining("at most 8388608");
    }

    @Test
    void refusesABlankId() {
        var blank = Records.raw(aPost(" ").body("B").build());

        assertThatThrownBy(() -> decoder.decode(blank))
                .isInstanceOf(InvalidPostException.class)
                .hasMessageContaining("postId is blank");
    }

    @Test
    void refusesAnIdTooLongForAKey() {
        var endless = Records.raw(aPost("x".repeat(1025)).body("B").build());

        assertThatThrownBy(() -> decoder.decode(endless))
                .isInstanceOf(InvalidPostException.class)
                .hasMessageContaining("1025 characters");
    }

    @Test
    void refusesANegativeRevision() {
        var negative = Records.raw(aPost("p1").revision(-1).body("B").build());

        assertThatThrownBy(() -> decoder.decode(negative))
                .isInstanceOf(InvalidPostException.class)
                .hasMessageContaining("revision is -1");
    }

    @Test
    void refusesAKindItDoesNotKnow() {
        var unknown = Records.raw(aPost("p1").kind(PostEventKind.UNKNOWN).build());

        assertThatThrownBy(() -> decoder.decode(unknown))
                .isInstanceOf(InvalidPostException.class)
                .hasMessageContaining("CREATE, UPDATE or DELETE");
    }

    @ParameterizedTest
    @CsvSource({
        "1764334703000000,    +57879, looks like microseconds",
        "1764334703000000000, years 1 to 2999, looks like nanoseconds",
        "32503680000000,      3000-01-01T00:00:00Z, years 1 to 2999",
        "-9223372036854775808, years 1 to 2999, send milliseconds",
    })
    void refusesAnEventTimeThatIsNoTimeOfAPost(long millis, String found, String message) {
        var implausible = Records.raw(aPost("p1").at(Instant.ofEpochMilli(millis)).build());

        assertThatThrownBy(() -> decoder.decode(implausible))
                .isInstanceOf(InvalidPostException.class)
                .hasMessageContaining("eventTime is")
                .hasMessageContaining(found)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "1965-06-01T00:00:00Z", "2999-12-31T23:59:59Z"})
    void takesEveryEventTimeThatAPostMayHave(String time) {
        Instant eventTime = Instant.parse(time);

        Post post = decoder.decode(Records.raw(aPost("p1").at(eventTime).build()));

        assertThat(post.version().eventTime()).isEqualTo(eventTime.toEpochMilli());
    }
}
