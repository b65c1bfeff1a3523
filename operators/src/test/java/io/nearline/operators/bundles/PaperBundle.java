package io.nearline.operators.bundles;

import io.nearline.embedding.bundle.Digests;
import io.nearline.embedding.bundle.GraphInputs;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.ModelManifest;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.vector.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.util.FileUtils;

/** A published bundle whose manifest fits its files, which hold no model. */
record PaperBundle(Path directory, String digest) {

    static PaperBundle write(Path directory, String name) throws IOException {
        Files.createDirectories(directory);
        Map<String, String> files = new TreeMap<>();
        for (String file : ModelBundle.REQUIRED_FILES) {
            files.put(file, writeFile(directory.resolve(file), name + " " + file));
        }
        files.put("extra.bin", writeFile(directory.resolve("extra.bin"), name + " weights"));
        ModelManifest manifest = manifest(name, files);
        ModelBundle.writeManifest(directory.resolve(ModelBundle.MANIFEST), manifest);
        return new PaperBundle(directory, manifest.digest());
    }

    String uri() {
        return "file:" + directory;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    void flipOneBit(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(file(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(file(name), bytes);
    }

    void delete() throws IOException {
        FileUtils.deleteDirectory(directory.toFile());
    }

    private static String writeFile(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Digests.sha256(file);
    }

    private static ModelManifest manifest(String name, Map<String, String> files) {
        return new ModelManifest(
                name,
                8,
                16,
                Pooling.MEAN,
                true,
                "",
                "",
                new GraphInputs("input_ids", "attention_mask", null),
                "last_hidden_state",
                Precision.FP32,
                0,
                null,
                files);
    }
}
