package io.nearline.bench.stage;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.bench.input.BenchPosts;
import io.nearline.bench.job.RunTopics;
import io.nearline.bench.task.Setting;
import io.nearline.bench.task.Task;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.operators.admit.Arrival;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.assemble.TextAssembler;
import io.nearline.operators.decode.Post;
import io.nearline.operators.decode.PostDecoder;
import io.nearline.operators.embed.EmbeddingOutcome;
import io.nearline.operators.encode.UpdateEncoder;
import io.nearline.operators.model.ModelRef;
import io.nearline.operators.record.RawRecord;
import io.nearline.schemas.VectorEncoding;
import java.util.ArrayList;
import java.util.List;

/** One round of all stages, single-threaded, one after the other. */
public final class StageTask implements Task {
    /** Stages of micros get the posts several times over. */
    private static final int PASSES = 5;

    private static final int KAFKA_RECORDS = 5000;

    private final Setting setting;
    private final BenchPosts posts;
    private final ModelEncoder model;
    private final ModelRef ref;
    private final StageRecords records;
    private int rounds;

    /** Loads the model. */
    public StageTask(Setting setting, BenchPosts posts) {
        this.setting = setting;
        this.posts = posts;
        ModelBundle bundle = ModelBundle.open(setting.model());
        this.model = ModelEncoder.openUntested(bundle);
        this.ref = ModelRef.configured(bundle.id());
        this.records = new StageRecords(ref, bundle.manifest().dimensions());
    }

    @Override
    public Object run(JsonNode request) throws Exception {
        int inferred = Math.min(request.path("inferred").asInt(300), posts.size());
        String ids = "stage-" + ++rounds + "-";
        List<RawRecord> raw = new ArrayList<>();
        for (int pass = 0; pass < PASSES; pass++) {
            raw.addAll(records.raw(posts, ids + pass + "-"));
        }
        List<Post> decoded = records.decoded(raw);
        List<PostText> texts = records.assembled(decoded);
        List<Arrival> arrivals = texts.stream().map(Arrival::of).toList();
        List<EmbeddingOutcome> outcomes = texts.stream().map(records::outcome).toList();
        List<StageCost> costs = new ArrayList<>();
        PostDecoder decoder = new PostDecoder();
        TextAssembler assembler = StageRecords.assembler();
        UpdateEncoder encoder = new UpdateEncoder(VectorEncoding.FLOAT32);
        RunTopics topics =
                RunTopics.create(setting.brokers(), setting.runName(rounds), setting.cores());
        KafkaStages kafka = new KafkaStages(topics);

        costs.add(kafka.in(posts, KAFKA_RECORDS));
        costs.add(ThreadMeter.measure("decode", raw, decoder::decode));
        costs.add(ThreadMeter.measure("assemble", decoded, assembler::assemble));
        Exchange<Arrival> toAdmit = new Exchange<>(Arrival.class);
        costs.add(ThreadMeter.measure("exchange to admit", arrivals, toAdmit::pass));
        try (Gates gates = Gates.open(ref)) {
            costs.add(ThreadMeter.measure("admit", arrivals, gates::admit));
            Exchange<EmbeddingOutcome> toRecall = new Exchange<>(EmbeddingOutcome.class);
            costs.add(ThreadMeter.measure("exchange to recall", outcomes, toRecall::pass));
            costs.add(ThreadMeter.measure("recall", outcomes, gates::recall));
        }
        costs.add(
                ThreadMeter.measure(
                        "encode", texts.stream().map(records::embedded).toList(), encoder::encode));
        costs.add(
                kafka.out(
                        texts.stream().map(records::embedded).map(encoder::encode).toList(),
                        KAFKA_RECORDS));
        costs.addAll(modelCosts(inferred));
        return costs;
    }

    private List<StageCost> modelCosts(int inferred) throws Exception {
        List<EmbeddableText> texts =
                posts.first(inferred).texts().stream().map(EmbeddableText::passage).toList();
        StageCost tokenise = ThreadMeter.measure("tokenise", texts, model::tokenize);
        // The tokens are with the texts by now.
        StageCost infer =
                ThreadMeter.measure(
                        "infer", texts, text -> model.encode(List.of(model.tokenize(text))));
        return List.of(tokenise, infer);
    }
}
