package io.nearline.bench.curve;

import ai.onnxruntime.OrtException;
import io.nearline.bench.contender.EmbedderRun;
import io.nearline.bench.contender.Roofline;
import io.nearline.bench.contender.RunnableGraph;
import io.nearline.bench.contender.Tokens;
import io.nearline.bench.contender.UnpaddedCall;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.input.RandomTexts;
import io.nearline.bench.measure.Measurement;
import io.nearline.bench.task.Setting;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.EngineOptions;
import java.util.ArrayList;
import java.util.List;

/** Cost by length: texts of the corpus' words, all of about one length. */
final class LengthCurve {
    /** Words of a text; a word is one to two tokens, and two specials come on top. */
    private static final int[] WORDS = {4, 10, 24, 50, 100, 200};

    private static final long SEED = 3;

    private final Setting setting;
    private final BenchPosts posts;
    private final ModelBundle bundle;
    private final Roofline roofline;
    private final EmbedderRun embedder;

    LengthCurve(Setting setting, BenchPosts posts) throws OrtException {
        this.setting = setting;
        this.posts = posts;
        this.bundle = ModelBundle.open(setting.model());
        this.roofline = new Roofline(RunnableGraph.exported(bundle));
        this.embedder = new EmbedderRun(setting.model(), EngineOptions.forCpus(setting.cores()));
    }

    /**
     * One point per length, short ones first.
     *
     * @param words in all texts of a point together
     */
    List<LengthPoint> points(int words) throws InterruptedException {
        List<LengthPoint> points = new ArrayList<>();
        for (int length : WORDS) {
            points.add(point(length, Math.max(20, words / (length + 10))));
        }
        return points;
    }

    private LengthPoint point(int words, int count) throws InterruptedException {
        RandomTexts random = new RandomTexts(posts.texts(), words, SEED + words);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(random.next(words));
        }
        List<long[]> tokens = Tokens.of(bundle, texts);
        Measurement raw = roofline.run(UnpaddedCall.oneByOne(tokens), setting.cores());
        Measurement embedded = embedder.run(texts);
        return new LengthPoint(
                tokens.stream().mapToInt(ids -> ids.length).average().orElse(0),
                raw.perSecond(),
                embedded.perSecond(),
                raw.cpuPerThousand(),
                embedded.cpuPerThousand());
    }
}
