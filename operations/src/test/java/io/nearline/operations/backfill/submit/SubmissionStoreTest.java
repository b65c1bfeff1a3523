package io.nearline.operations.backfill.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nearline.operations.RefusedException;
import io.nearline.operations.backfill.submit.BackfillTarget.FlinkCluster;
import io.nearline.operations.backfill.submit.BackfillTarget.Kubernetes;
import io.nearline.operations.backfill.submit.BackfillTarget.ThisProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubmissionStoreTest {

    private static final Submission SUBMISSION =
            new Submission(
                    "night",
                    new FlinkCluster(URI.create("http://localhost:8081")),
                    Map.of(
                            "nearline.backfill.files", "s3://a b/c;d=e",
                            "nearline.kafka.properties.sasl.password", "sécrèt\n:"));

    @TempDir private Path directory;

    @Test
    void givesBackWhatWasSaved() throws IOException {
        SubmissionStore store = new SubmissionStore(directory);
        store.save(SUBMISSION);

        assertThat(store.find("night")).contains(SUBMISSION);
    }

    @Test
    void givesBackWhatWasSavedLast() throws IOException {
        SubmissionStore store = new SubmissionStore(directory);
        Submission later = new Submission("night", new ThisProcess(), Map.of());
        store.save(SUBMISSION);
        store.save(later);

        assertThat(store.find("night")).contains(later);
    }

    @Test
    void givesBackEveryTarget() throws IOException {
        SubmissionStore store = new SubmissionStore(directory);
        Submission later = new Submission("night", new Kubernetes("nearline:1"), Map.of());
        store.save(later);

        assertThat(store.find("night")).contains(later);
    }

    @Test
    void readsWhatTheOptionOfTheCommandWasCalled() throws IOException {
        Files.createDirectories(directory.resolve("night"));
        Files.writeString(
                directory.resolve("night/submission.properties"), "submission.target=embedded\n");

        assertThat(new SubmissionStore(directory).find("night"))
                .contains(new Submission("night", new ThisProcess(), Map.of()));
    }

    @Test
    void saysWhatASubmissionLacks() throws IOException {
        Files.createDirectories(directory.resolve("night"));
        Path file = directory.resolve("night/submission.properties");
        SubmissionStore store = new SubmissionStore(directory);

        Files.writeString(file, "nearline.backfill.id=night\n");
        assertThatThrownBy(() -> store.find("night"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("a submission lacks submission.target: submit it again");
        Files.writeString(file, "submission.target=flink\n");
        assertThatThrownBy(() -> store.find("night"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("a submission lacks submission.place: submit it again");
    }

    @Test
    void knowsNothingOfOthers() throws IOException {
        assertThat(new SubmissionStore(directory).find("day")).isEmpty();
    }

    @Test
    void letsNobodyElseReadTheSecrets() throws IOException {
        SubmissionStore store = new SubmissionStore(directory);
        store.save(SUBMISSION);

        assertThat(
                        Files.getPosixFilePermissions(
                                store.of("night").resolve("submission.properties")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(SUBMISSION.toString()).doesNotContain("sécrèt");
    }
}
