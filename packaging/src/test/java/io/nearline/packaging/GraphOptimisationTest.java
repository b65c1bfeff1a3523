package io.nearline.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.vector.Cosine;
import io.nearline.embedding.vector.Pooling;
import io.nearline.embedding.vector.UnitLength;
import io.nearline.testmodels.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a request for a faster graph. */
class GraphOptimisationTest {
    private static final EmbeddableText TEXT =
            EmbeddableText.passage("the storm, a flood and a late train");

    @TempDir private Path folder;
    private Path source;

    @BeforeEach
    void nameSource() {
        source = folder.resolve("tiny");
    }

    @ParameterizedTest
    @CsvSource({
        "ENCODER, MEAN, UNIT",
        "ENCODER, MEAN, AS_COMPUTED",
        "ENCODER, CLS, UNIT",
        "ENCODER, CLS, AS_COMPUTED",
        "QUANTISED_ENCODER, MEAN, UNIT",
        "QUANTISED_ENCODER, MEAN, AS_COMPUTED",
        "QUANTISED_ENCODER, CLS, UNIT"
    })
    void servesTheFasterGraphWithTheSameVectors(
            TinyModel model, Pooling pooling, VectorLength length) throws IOException {
        model.writeTo(source);
        PackagingRequest.Builder request = request("fast").pooling(pooling).length(length);
        ModelBundle fast = ModelPackager.pack(request.build()).bundle();
        ModelBundle exported =
                ModelPackager.pack(
                                PackagingRequest.builder(source, folder.resolve("exported"))
                                        .pooling(pooling)
                                        .length(length)
                                        .build())
                        .bundle();

        assertThat(fast.manifest().served().file()).isEqualTo("optimised.onnx");
        float[] expected = vector(exported);
        float[] found = vector(fast);
        assertThat(Cosine.between(found, expected)).isGreaterThan(0.999);
        assertThat(UnitLength.lengthOf(found))
                .isCloseTo(UnitLength.lengthOf(expected), Offset.offset(1e-2));
    }

    @Test
    void saysWhatWasFusedAndHowCloseItComes() throws IOException {
        TinyModel.ENCODER.writeTo(source);

        assertThat(ModelPackager.pack(request("fast").build()).graph().toString())
                .startsWith("optimised.onnx (1 x Attention, 1 x BiasGelu, 3 x Skip")
                .contains("worst cosine 1.0000000 over ");
    }

    @Test
    void goldenVectorsAreThoseOfTheExportedGraph() throws IOException {
        TinyModel.ENCODER.writeTo(source);
        ModelBundle fast = ModelPackager.pack(request("fast").build()).bundle();
        ModelBundle exported = packExported();

        assertThat(fast.directory().resolve(ModelBundle.GOLDEN))
                .hasSameBinaryContentAs(exported.directory().resolve(ModelBundle.GOLDEN));
        assertThat(fast.id().digest()).isNotEqualTo(exported.id().digest());
    }

    @ParameterizedTest
    @EnumSource(names = {"BERT", "WITHOUT_TOKEN_TYPES", "POOLED", "XLM_ROBERTA"})
    void keepsAGraphItDoesNotKnowAsItIs(TinyModel model) throws IOException {
        model.writeTo(source);
        PackagedModel packaged = ModelPackager.pack(request("fast").build());

        assertThat(packaged.graph().value()).isEqualTo("model.onnx");
        assertThat(packaged.graph().origin())
                .isEqualTo(
                        "not optimised: of its 0 attention blocks 0 have a form that is known from"
                                + " exports of BERT");
        assertThat(packaged.bundle().id()).isEqualTo(packExported().id());
        assertThat(packaged.bundle().directory().resolve("optimised.onnx")).doesNotExist();
    }

    @Test
    void keepsTheExportedGraphWhereTheFasterOneGivesOtherVectors() throws IOException {
        Path graph = TinyModel.ENCODER.writeTo(source).resolve("model.onnx");
        Files.write(graph, withSharperScores(Files.readAllBytes(graph)));
        PackagedModel packaged = ModelPackager.pack(request("fast").build());

        assertThat(packaged.graph().value()).isEqualTo("model.onnx");
        assertThat(packaged.graph().origin())
                .startsWith("not optimised: the faster graph gives other vectors: worst cosine 0.")
                .endsWith("needed 0.999999");
        assertThat(packaged.bundle().id()).isEqualTo(packExported().id());
    }

    @Test
    void doesNothingUnasked() throws IOException {
        TinyModel.ENCODER.writeTo(source);

        assertThat(
                        ModelPackager.pack(PackagingRequest.of(source, folder.resolve("exported")))
                                .graph()
                                .toString())
                .isEqualTo("model.onnx (as exported; a faster one was not asked for)");
    }

    /** Not the scale that the fused operator applies. */
    private static byte[] withSharperScores(byte[] file) throws IOException {
        ModelProto.Builder model = ModelProto.parseFrom(file).toBuilder();
        for (TensorProto.Builder tensor : model.getGraphBuilder().getInitializerBuilderList()) {
            if (tensor.getName().equals("root")) {
                tensor.setFloatData(0, 0.1f);
            }
        }
        return model.build().toByteArray();
    }

    private ModelBundle packExported() throws IOException {
        return ModelPackager.pack(PackagingRequest.of(source, folder.resolve("exported"))).bundle();
    }

    private PackagingRequest.Builder request(String target) {
        return PackagingRequest.builder(source, folder.resolve(target))
                .graphForm(GraphForm.OPTIMISED);
    }

    private static float[] vector(ModelBundle bundle) {
        try (ModelEncoder encoder = ModelEncoder.open(bundle)) {
            return encoder.vector(TEXT);
        }
    }
}
