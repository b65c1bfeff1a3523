package io.nearline.bench.micro;

import com.sun.net.httpserver.HttpServer;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.InputOptions;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.registry.RegistryAccess;
import io.nearline.operators.wire.ConfluentAvroPosts;
import io.nearline.operators.wire.JsonPosts;
import io.nearline.operators.wire.NamedMapping;
import io.nearline.schemas.AvroCodec;
import io.nearline.schemas.PostEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Bytes to post, one of the bundled sample after the other, in each format of a posts topic. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FormatBenchmark {
    private static final int POSTS = 256;

    private final PostDecoder decoder = new PostDecoder();
    private List<RawRecord> nearline;
    private List<RawRecord> json;
    private List<RawRecord> avro;
    private PostReader nearlineReader;
    private PostReader jsonReader;
    private PostReader avroReader;
    private int next;

    /** Writes the sample in each format, and has a registry tell the schema once. */
    @Setup
    public void open() throws IOException, InterruptedException {
        BenchPosts posts = new InputOptions().read(POSTS);
        AvroCodec<PostEvent> codec = AvroCodec.of(PostEvent.class);
        nearline = records(posts, codec::encode);
        json = records(posts, TeamRecords::json);
        avro = records(posts, TeamRecords::avro);
        NamedMapping mapping = new NamedMapping("posts.yaml", TeamRecords.MAPPING);
        HttpServer registry = registry();
        String url = "http://localhost:" + registry.getAddress().getPort();
        nearlineReader = PostFormat.NEARLINE.open(new Impatient());
        jsonReader = new JsonPosts(mapping).open(new Impatient());
        avroReader =
                new ConfluentAvroPosts(mapping, new RegistryAccess(List.of(url), null, null))
                        .open(new Impatient());
        decoder.decode(avro.get(0), avroReader);
        registry.stop(0);
    }

    /** {@code PostEvent} in single-object encoding. */
    @Benchmark
    public Post nearline() throws InterruptedException {
        return decoder.decode(any(nearline), nearlineReader);
    }

    /** JSON by a mapping. */
    @Benchmark
    public Post json() throws InterruptedException {
        return decoder.decode(any(json), jsonReader);
    }

    /** Avro in Confluent's framing by a mapping. */
    @Benchmark
    public Post confluentAvro() throws InterruptedException {
        return decoder.decode(any(avro), avroReader);
    }

    private static List<RawRecord> records(BenchPosts posts, Function<PostEvent, byte[]> written) {
        List<RawRecord> records = new ArrayList<>();
        for (int i = 0; i < posts.size(); i++) {
            PostEvent event = posts.event(i, "micro-" + i);
            records.add(
                    new RawRecord(
                            "posts",
                            0,
                            i,
                            event.getEventTime().toEpochMilli(),
                            List.of(),
                            event.getPostId().getBytes(StandardCharsets.UTF_8),
                            written.apply(event),
                            Origin.LIVE));
        }
        return records;
    }

    private static HttpServer registry() throws IOException {
        HttpServer registry =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer =
                "{\"schema\":\"%s\"}"
                        .formatted(TeamRecords.schema().replace("\"", "\\\""))
                        .getBytes(StandardCharsets.UTF_8);
        registry.createContext(
                "/schemas/ids/" + TeamRecords.SCHEMA_ID,
                exchange -> {
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        registry.start();
        return registry;
    }

    private RawRecord any(List<RawRecord> records) {
        next = (next + 1) % records.size();
        return records.get(next);
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
