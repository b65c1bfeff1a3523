package io.nearline.bench.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.InputOptions;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.decode.PostReader;
import io.nearline.operators.decode.WaitObserver;
import io.nearline.operators.record.Origin;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.PostEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the format, contenders get the same texts. */
class TeamFormatTest {

    private static final int POSTS = 1000;
    private static final int MAX_CHARS = 100_000;

    @ParameterizedTest
    @EnumSource
    void postsHaveTheTextsOfTheSample(TeamFormat format) throws Exception {
        BenchPosts posts = new InputOptions().read(POSTS);
        PostDecoder decoder = new PostDecoder();
        TextAssembler assembler =
                new TextAssembler(new TextRecipe(TextRecipe.ALL_PARTS, MAX_CHARS));
        List<String> texts = new ArrayList<>();
        try (SchemaServer registry = SchemaServer.start()) {
            PostReader reader = format.format(registry.url()).open(new Unwaiting());
            Function<PostEvent, byte[]> writer = format.writer();
            for (int i = 0; i < posts.size(); i++) {
                byte[] value = writer.apply(posts.event(i, "p-" + i));
                RawRecord record =
                        new RawRecord("posts", 0, i, 0, List.of(), null, value, Origin.LIVE);
                texts.add(assembler.assemble(decoder.decode(record, reader)).text());
            }
        }

        assertThat(texts).isEqualTo(posts.texts()).hasSizeGreaterThan(100);
    }

    /** A format that waits has no registry. */
    private static final class Unwaiting implements WaitObserver {
        @Override
        public void waits(String problem) {
            throw new AssertionError(problem);
        }

        @Override
        public void goesOn(Duration waited) {}
    }
}
