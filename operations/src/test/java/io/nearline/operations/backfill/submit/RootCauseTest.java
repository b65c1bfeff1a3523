package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RootCauseTest {

    @Test
    void namesTheRootOfAChain() {
        String trace =
                """
                org.apache.flink.runtime.JobException: Recovery is suppressed
                \tat org.apache.flink.X.y(X.java:1)
                Caused by: java.lang.RuntimeException: One or more fetchers have encountered
                \tat org.apache.flink.X.y(X.java:1)
                Caused by: java.lang.NoClassDefFoundError: org/locationtech/jts/io/ParseException
                \tat org.apache.parquet.X.y(X.java:1)
                """;

        assertThat(RootCause.of(trace))
                .isEqualTo("NoClassDefFoundError: org/locationtech/jts/io/ParseException");
    }

    @Test
    void putsOurOwnExplanationFirst() {
        String trace =
                """
                java.lang.RuntimeException: something
                Caused by: io.nearline.pipeline.X$UnreadablePostsException: file a.avro ends early
                Caused by: java.io.EOFException
                """;

        assertThat(RootCause.of(trace))
                .isEqualTo(
                        "X$UnreadablePostsException: file a.avro ends early"
                                + " (java.io.EOFException)");
    }

    @Test
    void quotesNoMessageThatMayHoldAText() {
        String trace =
                """
                java.lang.Exception: Could not complete the stream element: my secret diary
                Caused by: java.lang.IllegalStateException: my secret diary
                """;

        assertThat(RootCause.of(trace)).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void readsATraceWithoutACause() {
        assertThat(RootCause.of("java.io.IOException: No space left on device"))
                .isEqualTo("IOException: No space left on device");
        assertThat(RootCause.of("")).isEqualTo("unknown");
    }
}
