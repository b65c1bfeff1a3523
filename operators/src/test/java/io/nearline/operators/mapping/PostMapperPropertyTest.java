package io.nearline.operators.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.decode.PostContract;
import io.nearline.operators.mapping.SourceValue.Fields;
import io.nearline.operators.mapping.SourceValue.Flag;
import io.nearline.operators.mapping.SourceValue.Fraction;
import io.nearline.operators.mapping.SourceValue.Items;
import io.nearline.operators.mapping.SourceValue.Nothing;
import io.nearline.operators.mapping.SourceValue.Text;
import io.nearline.operators.mapping.SourceValue.Whole;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever a record holds, it becomes a post that can be sent, or a refusal that shows nothing. */
class PostMapperPropertyTest {

    private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

    /** Stands in every text of a record: where it is seen, a value is seen. */
    private static final String SECRET = "\u2603";

    /** Likewise in every large number. */
    private static final String SECRET_DIGITS = "7777777";

    private static final List<PostMapper> MAPPERS =
            List.of(
                    mapper(
                            """
                            id: a
                            revision: b
                            body: c
                            hashtags: {in: [c, 'd[]'], pattern: '(\\w|.)*(.)'}
                            attributes: {x: d, y: 'd[]', z: 'c.a'}
                            """),
                    mapper(
                            """
                            id: [a, b]
                            revision: {first: [c, d], unit: iso-8601}
                            event_time: {first: [d, c], unit: epoch-micros}
                            kind: {delete_when_true: b}
                            title: {first: [a, c]}
                            media_text: 'd[].a'
                            """),
                    mapper(
                            """
                            id: a.b
                            revision: {path: c, unit: epoch-seconds}
                            event_time: {path: c, pattern: 'yyyyMMddHHmmss', zone: UTC}
                            kind: {path: d, delete: [true, 0]}
                            body: {join: ['a', 'd[0]'], with: '-'}
                            hashtags: 'd[]'
                            """),
                    mapper("envelope: debezium-postgres\nid: a\nbody: c\nlang: b"),
                    mapper("envelope: debezium-mysql\nid: a\nbody: c\nauthor: b"));

    @Property(tries = 1000)
    void everyRecordBecomesAPostOrARefusalThatShowsNothing(@ForAll("records") Fields record) {
        for (PostMapper mapper : MAPPERS) {
            try {
                PostEvent post = mapper.map(record, NOW);
                PostContract.check(post);
                assertThat(AvroCodec.of(PostEvent.class).encode(post)).isNotEmpty();
            } catch (UnmappableRecordException e) {
                assertThat(e.getMessage())
                        .doesNotContain(SECRET, SECRET_DIGITS)
                        .doesNotContain("contract");
                assertThat(e.getCause()).isNull();
            }
        }
    }

    @Property(tries = 200)
    void noValuePrintsWhatItHolds(@ForAll("records") Fields record) {
        assertThat(record.values().values().toString()).doesNotContain(SECRET, SECRET_DIGITS);
    }

    @Provide
    Arbitrary<Fields> records() {
        return fields(nested(nested(scalars())));
    }

    /** The same, and objects and lists of them. */
    private static Arbitrary<SourceValue> nested(Arbitrary<SourceValue> values) {
        return Arbitraries.frequencyOf(
                Tuple.of(4, values),
                Tuple.of(1, fields(values).map(fields -> fields)),
                Tuple.of(1, values.list().ofMaxSize(3).map(Items::new)));
    }

    private static Arbitrary<SourceValue> scalars() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .all()
                        .ofMaxLength(40)
                        .map(text -> new Text(SECRET + text + SECRET)),
                Arbitraries.of(
                                "c",
                                "u",
                                "d",
                                "r",
                                "1",
                                "true",
                                "2026-03-01T12:00:00Z",
                                "20260301120000",
                                "binlog.000003",
                                "",
                                " ",
                                "1e999999999")
                        .map(Text::new),
                Arbitraries.bigIntegers()
                        .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40))
                        .map(number -> new Whole(new BigInteger(number + SECRET_DIGITS))),
                Arbitraries.of(0L, 1L, 1772366400L, 1772366400250L, Long.MAX_VALUE, -1L)
                        .map(number -> new Whole(BigInteger.valueOf(number))),
                Arbitraries.of(0.5, -0.0, 1e308, Double.NaN, Double.NEGATIVE_INFINITY)
                        .map(Fraction::of),
                Arbitraries.of(true, false).map(Flag::new),
                Arbitraries.just(Nothing.NOTHING));
    }

    private static Arbitrary<Fields> fields(Arbitrary<SourceValue> values) {
        Arbitrary<String> names =
                Arbitraries.of(
                        "a", "b", "c", "d", "op", "after", "before", "source", "lsn", "file", "pos",
                        "ts_ms", "schema", "payload");
        return Arbitraries.maps(names, values).ofMaxSize(10).map(Fields::new);
    }

    private static PostMapper mapper(String mapping) {
        return new PostMapper(MappingFile.parse("m.yaml", mapping));
    }
}
