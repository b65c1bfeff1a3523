package io.nearline.embedding.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nearline.embedding.Device;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.EmbeddableText.Role;
import io.nearline.embedding.Embedder;
import io.nearline.embedding.Embedding;
import io.nearline.embedding.ModelId;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.batch.BatchPolicy;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.OptimisedGraph;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SharedEnginesTest {

    private static final EngineOptions OPTIONS = EngineOptions.forCpus(1);
    private static final EmbeddableText TEXT = EmbeddableText.passage("text");

    private static final Device GPU = new Device(Device.Kind.CUDA, 0);

    private final List<FakeEncoder> opened = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final SharedEngines engines =
            new SharedEngines(
                    (bundle, options) -> {
                        devices.add(options.device());
                        FakeEncoder encoder = new FakeEncoder();
                        opened.add(encoder);
                        return encoder;
                    });

    @Test
    void holdersOfOneModelShareItsEngine() {
        Embedder first = engines.open(bundle("a", Precision.FP32), OPTIONS);
        Embedder second = engines.open(bundle("a", Precision.FP32), OPTIONS);

        assertThat(opened).hasSize(1);
        assertThat(first.model()).isEqualTo(second.model());
        first.close();
        second.close();
    }

    @Test
    void sharesAnEngineThatRunsWithoutItsBundle() {
        Embedder first = engines.open(bundle("a", Precision.FP32), OPTIONS);
        Embedder second = engines.share(first.model(), OPTIONS).orElseThrow();

        first.close();
        assertThat(second.embed(TEXT).join().vector()).containsExactly(4);
        assertThat(second.model()).isEqualTo(first.model());
        assertThat(second.dimensions()).isEqualTo(first.dimensions());

        second.close();
        assertThat(opened).singleElement().satisfies(it -> assertThat(it.closed).hasValue(1));
    }

    @Test
    void queriesThatEnterAsPostsDoShareTheEngineOfThePosts() {
        Embedder posts = engines.open(bundle("a", Precision.FP32), OPTIONS);
        Embedder queries = engines.open(bundle("a", Precision.FP32), OPTIONS.withEntry(Role.QUERY));

        assertThat(opened).hasSize(1);
        posts.close();
        queries.close();
    }

    @Test
    void sharesNothingThatDoesNotRun() {
        Embedder embedder = engines.open(bundle("a", Precision.FP32), OPTIONS);
        ModelId model = embedder.model();

        assertThat(engines.share(model, OPTIONS.withWorkers(2))).isEmpty();
        assertThat(engines.share(bundle("b", Precision.FP32).id(), OPTIONS)).isEmpty();
        embedder.close();
        assertThat(engines.share(model, OPTIONS)).isEmpty();
    }

    @Test
    void lastHolderClosesTheEngine() {
        Embedder first = engines.open(bundle("a", Precision.FP32), OPTIONS);
        Embedder second = engines.open(bundle("a", Precision.FP32), OPTIONS);

        first.close();
        assertThat(opened.get(0).closed).hasValue(0);
        assertThat(second.embed(TEXT).join().vector()).containsExactly(4);

        second.close();
        assertThat(opened.get(0).closed).hasValue(1);
    }

    @Test
    void closingOneHandleTwiceTakesNothingFromOthers() {
        Embedder first = engines.open(bundle("a", Precision.FP32), OPTIONS);
        try (Embedder second = engines.open(bundle("a", Precision.FP32), OPTIONS)) {
            first.close();
            first.close();

            assertThat(second.embed(TEXT).join().vector()).containsExactly(4);
            assertThat(first.embed(TEXT)).isCompletedExceptionally();
        }
    }

    @Test
    void leavesAModelClosedThatHangsTimeAndAgainUntilItComesBack() {
        SharedEngines impatient =
                new SharedEngines(
                        (bundle, device) -> {
                            FakeEncoder encoder = new FakeEncoder();
                            encoder.hold();
                            opened.add(encoder);
                            return encoder;
                        },
                        (name, encoder, options) ->
                                new Engine(
                                        name,
                                        encoder,
                                        options,
                                        new EngineFixture.HandPulse(),
                                        Duration.ofMillis(1)));
        for (int i = 0; i < SharedEngines.MOST_HANGING; i++) {
            Embedder embedder = impatient.open(bundle("a", Precision.FP32), OPTIONS);
            CompletableFuture<Embedding> unused = embedder.embed(TEXT);
            FakeEncoder encoder = opened.get(i);
            await().until(() -> encoder.started.get() == 1);
            embedder.close();
        }

        assertThatThrownBy(() -> impatient.open(bundle("a", Precision.FP32), OPTIONS))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("3 runs of model a hang in this process");
        impatient.open(bundle("b", Precision.FP32), OPTIONS).close();

        opened.get(0).release();
        await().until(() -> opened.get(0).closed.get() == 1);
        impatient.open(bundle("a", Precision.FP32), OPTIONS).close();
        opened.forEach(FakeEncoder::release);
    }

    @Test
    void otherModelsAndOptionsGetEnginesOfTheirOwn() {
        List<Embedder> embedders =
                List.of(
                        engines.open(bundle("a", Precision.FP32), OPTIONS),
                        engines.open(bundle("b", Precision.FP32), OPTIONS),
                        engines.open(bundle("a", Precision.FP32), OPTIONS.withWorkers(2)));

        assertThat(opened).hasSize(3);
        embedders.forEach(Embedder::close);
        assertThat(opened).allSatisfy(encoder -> assertThat(encoder.closed).hasValue(1));
    }

    @Test
    void opensAgainAfterTheLastHolderLeft() {
        engines.open(bundle("a", Precision.FP32), OPTIONS).close();

        try (Embedder again = engines.open(bundle("a", Precision.FP32), OPTIONS)) {
            assertThat(again.embed(TEXT).join().vector()).containsExactly(4);
        }
        assertThat(opened).hasSize(2);
    }

    @Test
    void sharesUnderConcurrentOpeningAndClosing() {
        try (Embedder holder = engines.open(bundle("a", Precision.FP32), OPTIONS)) {
            Stream.generate(
                            () ->
                                    CompletableFuture.runAsync(
                                            () ->
                                                    engines.open(
                                                                    bundle("a", Precision.FP32),
                                                                    OPTIONS)
                                                            .close()))
                    .limit(100)
                    .toList()
                    .forEach(CompletableFuture::join);

            assertThat(opened).hasSize(1);
            assertThat(holder.embed(TEXT).join().vector()).containsExactly(4);
        }
        assertThat(opened.get(0).closed).hasValue(1);
    }

    @Test
    void refusesToBatchModelWhoseVectorsDependOnBatchMates() {
        EngineOptions batching = OPTIONS.withBatchPolicy(BatchPolicy.tokenBudget(512));

        assertThatThrownBy(() -> engines.open(bundle("a", Precision.INT8), batching))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("model a is int8")
                .hasMessageContaining("one text a call");
        assertThat(opened).isEmpty();
    }

    @Test
    void batchesTextsOfOneLengthWhereBatchMatesDoNoHarm() {
        EngineOptions equal = OPTIONS.withBatchPolicy(BatchPolicy.equalLengths(512));

        try (Embedder embedder = engines.open(staticInt8("a"), equal)) {
            assertThat(embedder.embed(TEXT).join().vector()).containsExactly(4);
        }
        assertThatThrownBy(() -> engines.open(bundle("a", Precision.INT8), equal))
                .isInstanceOf(ModelRejectedException.class);
    }

    @Test
    void refusesToPadForAGraphWithoutAMask() {
        EngineOptions padding = OPTIONS.withBatchPolicy(BatchPolicy.tokenBudget(512));

        assertThatThrownBy(() -> engines.open(staticInt8("a"), padding))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("model a takes no mask")
                .hasMessageContaining("equal length");
        assertThat(opened).isEmpty();
    }

    @Test
    void devicesDoNotShareEngines() {
        Device second = new Device(Device.Kind.CUDA, 1);
        List<Embedder> embedders =
                Stream.of(Device.PROCESSORS, GPU, second)
                        .map(OPTIONS::withDevice)
                        .map(options -> engines.open(bundle("a", Precision.FP32), options))
                        .toList();

        assertThat(devices).containsExactly(Device.PROCESSORS, GPU, second);
        embedders.forEach(Embedder::close);
    }

    @Test
    void refusesInt8OnAGpu() {
        assertThatThrownBy(() -> engines.open(bundle("a", Precision.INT8), OPTIONS.withDevice(GPU)))
                .isInstanceOf(ModelRejectedException.class)
                .hasMessageContaining("model a is int8 and the device is cuda:0")
                .hasMessageContaining("fp32");
        assertThat(opened).isEmpty();
    }

    @Test
    void modelThatFailsItsTestIsNotKept() {
        SharedEngines failing =
                new SharedEngines(
                        (bundle, device) -> {
                            throw new ModelRejectedException("golden vector 0 is missed");
                        });

        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> failing.open(bundle("a", Precision.FP32), OPTIONS))
                    .isInstanceOf(ModelRejectedException.class);
        }
    }

    @Test
    void modelThatIsBeingLoadedHoldsUpNoOther() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        SharedEngines slow =
                new SharedEngines(
                        (bundle, device) -> {
                            if (bundle.id().name().equals("slow")) {
                                loading.countDown();
                                awaitUninterruptibly(goOn);
                            }
                            return new FakeEncoder();
                        });
        Embedder quick = slow.open(bundle("quick", Precision.FP32), OPTIONS);
        FutureTask<Embedder> opening =
                new FutureTask<>(() -> slow.open(bundle("slow", Precision.FP32), OPTIONS));
        new Thread(opening).start();
        loading.await();

        assertThat(slow.share(bundle("slow", Precision.FP32).id(), OPTIONS)).isEmpty();
        slow.share(quick.model(), OPTIONS).orElseThrow().close();
        quick.close();

        goOn.countDown();
        opening.get().close();
    }

    @Test
    void twoWhoOpenAModelAtOnceLoadItOnce() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        SharedEngines slow =
                new SharedEngines(
                        (bundle, device) -> {
                            awaitUninterruptibly(goOn);
                            FakeEncoder encoder = new FakeEncoder();
                            opened.add(encoder);
                            return encoder;
                        });
        List<FutureTask<Embedder>> openings =
                Stream.generate(
                                () ->
                                        new FutureTask<>(
                                                () ->
                                                        slow.open(
                                                                bundle("a", Precision.FP32),
                                                                OPTIONS)))
                        .limit(2)
                        .toList();
        List<Thread> threads = openings.stream().map(Thread::new).toList();
        threads.forEach(Thread::start);
        await().until(() -> threads.stream().allMatch(it -> it.getState() == Thread.State.WAITING));

        goOn.countDown();

        for (FutureTask<Embedder> opening : openings) {
            opening.get().close();
        }
        assertThat(opened).singleElement().satisfies(it -> assertThat(it.closed).hasValue(1));
    }

    @Test
    void engineOfAMachineThatFailedIsSharedWithNobody() {
        Embedder first = engines.open(bundle("a", Precision.FP32), OPTIONS);
        opened.get(0).breakage = new OutOfMemoryError("none left");
        assertThat(first.embed(TEXT)).failsWithin(Duration.ofSeconds(30));

        assertThat(engines.share(first.model(), OPTIONS)).isEmpty();
        try (Embedder second = engines.open(bundle("a", Precision.FP32), OPTIONS)) {
            assertThat(second.embed(TEXT).join().vector()).containsExactly(4);
            first.close();
            assertThat(second.embed(TEXT).join().vector()).containsExactly(4);
        }
        assertThat(opened).allSatisfy(it -> assertThat(it.closed).hasValue(1));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ModelBundle staticInt8(String name) {
        OptimisedGraph graph =
                new OptimisedGraph(
                        "fast", new GraphInputs("ids", null, null), "vector", Map.of(), true);
        return ModelBundle.draft(
                Path.of("nowhere"), bundle(name, Precision.INT8).manifest().withOptimised(graph));
    }

    private static ModelBundle bundle(String name, Precision precision) {
        return ModelBundle.draft(
                Path.of("nowhere"),
                new ModelManifest(
                        name,
                        1,
                        256,
                        Pooling.MEAN,
                        true,
                        "",
                        "",
                        new GraphInputs("ids", "mask", null),
                        "output",
                        precision,
                        0,
                        null,
                        Map.of()));
    }
}
