import io.nearline.embedding.EmbeddableText;
import io.nearline.embedding.ModelRejectedException;
import io.nearline.embedding.Processor;
import io.nearline.embedding.bundle.ModelBundle;
import io.nearline.embedding.bundle.Precision;
import io.nearline.embedding.engine.ModelEncoder;
import io.nearline.embedding.onnx.IntegerProducts;
import io.nearline.embedding.vector.Cosine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lets bundles reproduce their golden vectors and embed some texts on the processor at hand, and
 * compares the vectors with those of another. Started by check.sh, natively and emulated.
 */
public final class ProcessorVectors {
    private static final List<String> TEXTS =
            List.of(
                    "Fog over the harbour, and the last ferry is late again.",
                    "Tor in der 93. Minute! Was für ein Spiel... #derby 3-2",
                    "How do I keep a sourdough starter alive while I am away for two weeks?",
                    "las calles del centro amanecieron inundadas por la lluvia de anoche",
                    "ok",
                    "Release 2.4.1 fixes a race between the writer and the compaction. Update"
                            + " soon!",
                    "My grandmother kept every letter. ".repeat(12),
                    "今日は雨なので、図書館で本を読みます。");

    private ProcessorVectors() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("compare")) {
            System.exit(compare(Path.of(args[1]), Path.of(args[2]), Path.of(args[3])));
        } else {
            System.exit(write(Path.of(args[1]), Path.of(args[2])));
        }
    }

    /** Exit code 3: the golden vectors refused the bundle. */
    private static int write(Path file, Path bundle) throws IOException {
        System.out.println("processor: " + Processor.here().summary());
        System.out.println("int8 products: " + IntegerProducts.here().summary());
        ModelBundle opened = ModelBundle.open(bundle);
        try (ModelEncoder encoder = ModelEncoder.openUntested(opened);
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            double worst = encoder.verify(opened);
            System.out.printf(Locale.ROOT, "golden: reproduced, worst cosine %.6f%n", worst);
            for (String text : TEXTS) {
                for (float number : encoder.vector(EmbeddableText.passage(text))) {
                    out.writeFloat(number);
                }
            }
            return 0;
        } catch (ModelRejectedException e) {
            System.out.println("golden: refused: " + e.getMessage());
            return 3;
        }
    }

    /** Exit code 1: the vectors are further apart than two healthy processors may bring them. */
    private static int compare(Path bundle, Path one, Path other) throws IOException {
        Precision precision = ModelBundle.open(bundle).manifest().precision();
        int dimensions = ModelBundle.open(bundle).manifest().dimensions();
        double least = 1;
        int same = 0;
        try (DataInputStream left = new DataInputStream(Files.newInputStream(one));
                DataInputStream right = new DataInputStream(Files.newInputStream(other))) {
            for (int i = 0; i < TEXTS.size(); i++) {
                float[] a = read(left, dimensions);
                float[] b = read(right, dimensions);
                least = Math.min(least, Cosine.between(a, b));
                same += Arrays.equals(a, b) ? 1 : 0;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "against native: %d of %d vectors have the same bits, least cosine %.7f (allowed"
                        + " %s)%n",
                same,
                TEXTS.size(),
                least,
                precision.processorCosine());
        return least >= precision.processorCosine() ? 0 : 1;
    }

    private static float[] read(DataInputStream in, int dimensions) throws IOException {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = in.readFloat();
        }
        return vector;
    }
}
