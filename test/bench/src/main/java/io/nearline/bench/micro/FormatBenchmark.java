package io.nearline.bench.micro;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.InputOptions;
import io.nearline.bench.team.SchemaServer;
import io.nearline.bench.team.TeamFormat;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bytes to post, one of the bundled sample after the other, in each format of a posts topic. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FormatBenchmark {
    private static final int POSTS = 256;

    /** How the records are written. All but Nearline's own become posts by a mapping. */
    @Param public TeamFormat format;

    private final PostDecoder decoder = new PostDecoder();
    private List<RawRecord> records;
    private PostReader reader;
    private int next;

    /** Writes the sample in the format, and has a registry tell the schema once. */
    @Setup
    public void open() throws IOException, InterruptedException {
        records = records(new InputOptions().read(POSTS));
        try (SchemaServer registry = SchemaServer.start()) {
            reader = format.format(registry.url()).open(new Impatient());
            decoder.decode(records.get(0), reader);
        }
    }

    /** Decodes, and holds the post to its contract. */
    @Benchmark
    public Post decode() throws InterruptedException {
        next = (next + 1) % records.size();
        return decoder.decode(records.get(next), reader);
    }

    private List<RawRecord> records(BenchPosts posts) {
        Function<PostEvent, byte[]> writer = format.writer();
        List<RawRecord> written = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            PostEvent event = posts.event(i, "micro-" + i);
            written.add(
                    new RawRecord(
                            "posts",
                            0,
                            i,
                            event.getEventTime().toEpochMilli(),
                            List.of(),
                            event.getPostId().getBytes(StandardCharsets.UTF_8),
                            writer.apply(event),
                            Origin.LIVE));
        }
        return written;
    }

    /** The registry is there, or nothing is measured. */
    private static final class Impatient implements WaitObserver {
        @Override
        public void waits(String problem) {
            throw new IllegalStateException(problem);
        }

        @Override
        public void goesOn(Duration waited) {}
    }
}
