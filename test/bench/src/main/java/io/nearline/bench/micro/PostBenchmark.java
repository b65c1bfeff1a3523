package io.nearline.bench.micro;

import io.nearline.bench.input.InputOptions;
import io.nearline.bench.stage.StageRecords;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.tokenize.TextTokenizer;
import io.nearline.embedding.tokenize.TokenIds;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.encode.UpdateEncoder;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.VectorEncoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One post after the other of the bundled sample, through one small part at a time. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PostBenchmark {
    private static final int POSTS = 256;
    private static final int BATCH_TOKENS = 512;

    private final PostDecoder decoder = new PostDecoder();
    private final TextAssembler assembler = StageRecords.assembler();
    private final UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);
    private final BatchPolicy policy = BatchPolicy.similarLengths(BATCH_TOKENS);
    private List<RawRecord> raw;
    private List<Post> decoded;
    private List<PostText> texts;
    private List<EmbeddedPost> embedded;
    private List<TokenIds> tokens;
    private TextTokenizer tokenizer;
    private MessageDigest digest;
    private int next;

    /** Prepares what each part gets. */
    @Setup
    public void open() throws IOException, NoSuchAlgorithmException {
        InputOptions input = new InputOptions();
        ModelBundle bundle = ModelBundle.open(input.defaultModels().get(0));
        StageRecords records =
                new StageRecords(ModelRef.configured(bundle.id()), bundle.manifest().dimensions());
        raw = records.raw(input.read(POSTS), "micro-");
        decoded = records.decoded(raw);
        texts = records.assembled(decoded);
        embedded = texts.stream().map(records::embedded).toList();
        tokenizer = TextTokenizer.open(bundle);
        tokens = texts.stream().map(text -> tokenize(text.text())).toList();
        digest = MessageDigest.getInstance("SHA-256");
    }

    /** Frees the tokenizer. */
    @TearDown
    public void close() {
        tokenizer.close();
    }

    /** Bytes to post. */
    @Benchmark
    public Post decode() {
        return decoder.decode(any(raw));
    }

    /** Post to text and content hash. */
    @Benchmark
    public PostText assemble() {
        return assembler.assemble(any(decoded));
    }

    /** The hash of a text by itself. */
    @Benchmark
    public byte[] hash() {
        return digest.digest(any(texts).text().getBytes(StandardCharsets.UTF_8));
    }

    /** Text to token ids. */
    @Benchmark
    public TokenIds tokenise() {
        return tokenize(any(texts).text());
    }

    /** Vector to bytes. */
    @Benchmark
    public EncodedRecord encode() {
        return encoder.encode(any(embedded));
    }

    /** All texts of the sample to batches; divide by their number for one. */
    @Benchmark
    public List<List<TokenIds>> batch() {
        return policy.split(tokens, TokenIds::count);
    }

    private TokenIds tokenize(String text) {
        return tokenizer.tokenize(EmbeddableText.passage(text));
    }

    private <T> T any(List<T> posts) {
        next = (next + 1) % posts.size();
        return posts.get(next);
    }
}
