package io.nearline.operations.backfill.submit;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.submit.BackfillTarget.FlinkCluster;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Submissions in files that only their owner may read: settings may hold the secrets of Kafka
 * clients, which therefore never go to a topic. Each is at {@code <id>/submission.properties}.
 */
public final class SubmissionStore {

    private static final String FILE = "submission.properties";
    private static final String TARGET = "submission.target";
    private static final String PLACE = "submission.place";

    /** The words of the option {@code --target}. */
    private static final String THIS_PROCESS = "embedded";

    private static final String FLINK = "flink";
    private static final String KUBERNETES = "kubernetes";

    private final Path directory;

    public SubmissionStore(Path directory) {
        this.directory = directory;
    }

    /** The directory of one backfill, for its submission and whatever else belongs to it. */
    public Path of(String id) {
        return directory.resolve(id);
    }

    /** Writes a submission over the one that was there. */
    public void save(Submission submission) throws IOException {
        Properties properties = new Properties();
        properties.putAll(submission.settings());
        putTarget(properties, submission.target());
        StringWriter text = new StringWriter();
        properties.store(text, "How backfill " + submission.id() + " was submitted");
        Path home = Files.createDirectories(of(submission.id()));
        Path written =
                Files.createTempFile(
                        home,
                        "submission",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        Files.writeString(written, text.toString());
        Files.move(written, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The submission of a backfill; empty if it was not submitted with this directory. */
    public Optional<Submission> find(String id) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(of(id).resolve(FILE))) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Map<String, String> settings = new HashMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> settings.put(key, properties.getProperty(key)));
        BackfillTarget target = target(settings.remove(TARGET), settings.remove(PLACE));
        return Optional.of(new Submission(id, target, settings));
    }

    private static void putTarget(Properties properties, BackfillTarget target) {
        if (target instanceof FlinkCluster cluster) {
            properties.put(TARGET, FLINK);
            properties.put(PLACE, cluster.rest().toString());
        } else if (target instanceof Kubernetes kubernetes) {
            properties.put(TARGET, KUBERNETES);
            properties.put(PLACE, kubernetes.image());
        } else {
            properties.put(TARGET, THIS_PROCESS);
        }
    }

    private static BackfillTarget target(@Nullable String kind, @Nullable String place) {
        String needed = THIS_PROCESS.equals(kind) ? "" : place;
        if (kind == null || needed == null) {
            throw new RefusedException(
                    "a submission lacks %s: submit it again"
                            .formatted(kind == null ? TARGET : PLACE));
        }
        return switch (kind) {
            case THIS_PROCESS -> new ThisProcess();
            case FLINK -> new FlinkCluster(URI.create(needed));
            case KUBERNETES -> new Kubernetes(needed);
            default ->
                    throw new RefusedException(
                            TARGET + " is " + kind + " in a submission: submit it again");
        };
    }
}
