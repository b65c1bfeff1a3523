package io.nearline.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.cli.directories.Installation;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.onnx.GraphSignature;
import io.nearline.embedding.onnx.GraphSignature.Tensor;
import io.nearline.packaging.ModelPackager;
import io.nearline.packaging.PackagingRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a bundle says of itself and what its graph is. */
@Command(
        name = "inspect",
        description =
                "Prints a bundle's manifest and digest, which graph serves, and the inputs and"
                    + " outputs of its graphs, as JSON. Of a model that is no bundle yet, it prints"
                    + " what \"nearline model package\" would make of it and why.")
final class ModelInspectCommand implements Callable<Integer> {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            description =
                    "Directory of a bundle or a model, or the name of a bundle that comes with"
                            + " Nearline.")
    private String model;

    @Override
    public Integer call() throws IOException {
        ObjectNode shown =
                isSource() ? inferred(Path.of(model)) : said(Installation.bundles().find(model));
        spec.commandLine().getOut().println(JSON.writeValueAsString(shown));
        return ExitCode.OK;
    }

    private boolean isSource() {
        Path directory = Path.of(model);
        return Files.isDirectory(directory)
                && !Files.exists(directory.resolve(ModelBundle.MANIFEST));
    }

    private static ObjectNode said(Path bundle) {
        ModelManifest manifest = ModelBundle.readManifest(bundle.resolve(ModelBundle.MANIFEST));
        ObjectNode shown = JSON.createObjectNode();
        shown.put("digest", manifest.digest());
        shown.set("manifest", JSON.valueToTree(manifest));
        shown.put("serves", manifest.served().file());
        shown.set("graph", tensors(bundle.resolve(ModelBundle.GRAPH)));
        if (manifest.optimised() != null) {
            shown.set("optimised_graph", tensors(bundle.resolve(manifest.optimised().file())));
        }
        return shown;
    }

    private static ObjectNode tensors(Path file) {
        GraphSignature graph = GraphSignature.of(file);
        ObjectNode tensors = JSON.createObjectNode();
        tensors.set("inputs", described(graph.inputs()));
        tensors.set("outputs", described(graph.outputs()));
        return tensors;
    }

    private static ObjectNode inferred(Path source) throws IOException {
        PackagingRequest request = PackagingRequest.of(source, source.resolve("not-written"));
        ObjectNode shown = JSON.createObjectNode();
        shown.set("would_package_as", JSON.valueToTree(ModelPackager.inspect(request).explained()));
        return shown;
    }

    private static ObjectNode described(Map<String, Tensor> tensors) {
        ObjectNode described = JSON.createObjectNode();
        tensors.forEach(
                (name, tensor) -> {
                    ObjectNode one = described.putObject(name).put("type", tensor.type());
                    tensor.shape().forEach(one.withArray("shape")::add);
                });
        return described;
    }
}
