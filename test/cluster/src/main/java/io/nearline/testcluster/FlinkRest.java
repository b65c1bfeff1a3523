package io.nearline.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** The part of Flink's REST API that a user needs to run, watch, stop and upgrade a job. */
public final class FlinkRest {
    private static final Duration REQUEST = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();
    private final URI base;

    /** A client of the cluster whose REST API is at {@code base}. */
    public FlinkRest(URI base) {
        this.base = base;
    }

    /** Where the API is. */
    public URI base() {
        return base;
    }

    /** Returns how many task managers are registered; 0 while the API is not up yet. */
    public int taskManagers() {
        try {
            return get("/taskmanagers").get("taskmanagers").size();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    /** Uploads a jar and returns the id to run it by. */
    public String upload(Path jar) {
        String boundary = UUID.randomUUID().toString();
        String head =
                "--%s\r\nContent-Disposition: form-data; name=\"jarfile\"; filename=\"%s\"\r\nContent-Type: application/x-java-archive\r\n\r\n"
                        .formatted(boundary, jar.getFileName());
        String tail = "\r\n--" + boundary + "--\r\n";
        try {
            BodyPublisher body =
                    BodyPublishers.concat(text(head), BodyPublishers.ofFile(jar), text(tail));
            HttpRequest request =
                    request("/jars/upload")
                            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                            .POST(body)
                            .build();
            return Path.of(send(request).get("filename").asText()).getFileName().toString();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + jar, e);
        }
    }

    /** Runs an uploaded jar, from a savepoint if there is one, and returns the job's id. */
    public String run(
            String jarId, List<String> arguments, int parallelism, Optional<String> savepoint) {
        Map<String, Object> body =
                savepoint.isPresent()
                        ? Map.of(
                                "programArgsList", arguments,
                                "parallelism", parallelism,
                                "savepointPath", savepoint.get())
                        : Map.of("programArgsList", arguments, "parallelism", parallelism);
        return post("/jars/" + jarId + "/run", body).get("jobid").asText();
    }

    /** Returns the job's state, such as RUNNING. */
    public String state(String jobId) {
        return get("/jobs/" + jobId).get("state").asText();
    }

    /** Returns how many checkpoints the job has completed. */
    public int completedCheckpoints(String jobId) {
        return get("/jobs/" + jobId + "/checkpoints").get("counts").get("completed").asInt();
    }

    /**
     * Returns the longest of the checkpoints that are remembered and were begun since then, those
     * under way included.
     */
    public Duration longestCheckpoint(String jobId, Instant since) {
        long longest = 0;
        for (JsonNode checkpoint : get("/jobs/" + jobId + "/checkpoints").get("history")) {
            if (checkpoint.get("trigger_timestamp").asLong() >= since.toEpochMilli()) {
                longest = Math.max(longest, checkpoint.get("end_to_end_duration").asLong());
            }
        }
        return Duration.ofMillis(longest);
    }

    /** Returns what made the job fail, newest first, as the cluster tells it. */
    public String exceptions(String jobId) {
        return get("/jobs/" + jobId + "/exceptions").toPrettyString();
    }

    /** Ends the job, without a savepoint, and waits until it has ended. */
    public void cancel(String jobId) {
        send(
                request("/jobs/" + jobId + "?mode=cancel")
                        .method("PATCH", BodyPublishers.noBody())
                        .build());
        Awaitility.await("the end of job " + jobId)
                .atMost(REQUEST)
                .until(() -> state(jobId).equals("CANCELED"));
    }

    /** Returns the checkpoint or savepoint that the job last went on from, if it did. */
    public Optional<Path> restoredFrom(String jobId) {
        JsonNode path = get("/jobs/" + jobId + "/checkpoints").at("/latest/restored/external_path");
        return path.isTextual()
                ? Optional.of(Path.of(URI.create(path.asText()).getPath()))
                : Optional.empty();
    }

    /**
     * Stops the job with a savepoint under {@code directory} and returns the savepoint's location.
     */
    public String stop(String jobId, Path directory) {
        return awaitSavepoint(
                jobId,
                post(
                        "/jobs/" + jobId + "/stop",
                        Map.of("targetDirectory", directory.toUri().toString(), "drain", false)));
    }

    /** Takes a savepoint of a job that runs on, and returns its location. */
    public String savepoint(String jobId, Path directory) {
        return awaitSavepoint(
                jobId,
                post(
                        "/jobs/" + jobId + "/savepoints",
                        Map.of(
                                "target-directory",
                                directory.toUri().toString(),
                                "cancel-job",
                                false)));
    }

    /** Returns the location of the newest checkpoint that is complete. */
    public String newestCheckpoint(String jobId) {
        return get("/jobs/" + jobId + "/checkpoints")
                .at("/latest/completed/external_path")
                .asText();
    }

    /** Whether anything ever failed since the job was submitted. */
    public boolean hasFailed(String jobId) {
        return !get("/jobs/" + jobId + "/exceptions").at("/exceptionHistory/entries").isEmpty();
    }

    private String awaitSavepoint(String jobId, JsonNode triggered) {
        String path = "/jobs/" + jobId + "/savepoints/" + triggered.get("request-id").asText();
        JsonNode done =
                Awaitility.await("the savepoint of job " + jobId)
                        .atMost(REQUEST)
                        .until(
                                () -> get(path),
                                answer -> answer.at("/status/id").asText().equals("COMPLETED"));
        JsonNode location = done.at("/operation/location");
        if (location.isMissingNode()) {
            throw new IllegalStateException("no savepoint of job " + jobId + ": " + done);
        }
        return location.asText();
    }

    private JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    private JsonNode post(String path, Map<String, Object> body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(text(json.valueToTree(body).toString()))
                        .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(REQUEST);
    }

    private JsonNode send(HttpRequest request) {
        try {
            var response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 503) {
                // It listens already, and has no leader yet.
                throw new IOException("answered 503: " + response.body());
            }
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(
                        "%s %s answered %d: %s"
                                .formatted(
                                        request.method(),
                                        request.uri(),
                                        response.statusCode(),
                                        response.body()));
            }
            return json.readTree(response.body().isEmpty() ? "{}" : response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + request.uri(), e);
        }
    }

    private static BodyPublisher text(String value) {
        return BodyPublishers.ofString(value, StandardCharsets.UTF_8);
    }
}
