package io.nearline.operations.backfill.submit;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Submissions in files that only their owner may read: settings may hold the secrets of Kafka
 * clients, which therefore never go to a topic. Each is at {@code <id>/submission.properties}.
 */
public final class SubmissionStore {

    private static final String FILE = "submission.properties";
    private static final String TARGET = "submission.target";
    private static final String PLACE = "submission.place";

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
        properties.put(TARGET, submission.target().name().toLowerCase(Locale.ROOT));
        if (submission.place() != null) {
            properties.put(PLACE, submission.place());
        }
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
        Submission.Target target =
                Submission.Target.valueOf(settings.remove(TARGET).toUpperCase(Locale.ROOT));
        return Optional.of(new Submission(id, target, settings.remove(PLACE), settings));
    }
}
