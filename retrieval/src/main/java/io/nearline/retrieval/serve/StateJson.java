package io.nearline.retrieval.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.retrieval.history.HistoryJson;
import io.nearline.retrieval.history.PostHistory;
import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.serve.AppliedPosts.Applied;
import io.nearline.retrieval.words.PostText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What the service is and holds, as the contract writes it. */
final class StateJson {

    /**
     * One moment of the live numbers.
     *
     * @param postsPerSecond updates applied since the moment before, a second
     * @param queriesPerSecond queries answered or refused since then, a second
     * @param newest what was applied since then, newest first
     */
    record Live(
            Instant at,
            FeedState feed,
            double postsPerSecond,
            double queriesPerSecond,
            List<Applied> newest) {}

    private static final ObjectMapper TREES = new ObjectMapper();

    private StateJson() {}

    static byte[] problem(Problem problem) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("type", "urn:nearline:problem:" + problem.kind().slug());
                    json.writeStringField("title", problem.kind().title());
                    json.writeNumberField("status", problem.kind().status());
                    json.writeStringField("detail", problem.detail());
                    JsonWriter.text(json, "field", problem.field());
                    json.writeEndObject();
                });
    }

    static byte[] post(
            PostHistory history,
            Optional<PostText> text,
            List<IndexedPost> held,
            Optional<HeldModel> active) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("id", history.postId());
                    JsonWriter.postText(json, text);
                    json.writeArrayFieldStart("held");
                    for (IndexedPost post : held) {
                        writePost(json, post, active);
                    }
                    json.writeEndArray();
                    ObjectNode told = HistoryJson.of(history);
                    for (String name : List.of("newestRevision", "outcomes", "deadLetters")) {
                        json.writeFieldName(name);
                        TREES.writeTree(json, told.path(name));
                    }
                    json.writeEndObject();
                });
    }

    static byte[] models(QueryService service) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    JsonWriter.text(json, "active", service.activeModel().map(HeldModel::name));
                    writeModels(json, service);
                    json.writeEndObject();
                });
    }

    static byte[] health(FeedState feed, Health health) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeStringField("status", health.name().toLowerCase(Locale.ROOT));
                    json.writeStringField("state", feed.phase().word());
                    JsonWriter.text(json, "problem", feed.problem());
                    json.writeEndObject();
                });
    }

    static byte[] readiness(Readiness readiness) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    json.writeBooleanField("ready", readiness.isReady());
                    json.writeArrayFieldStart("reasons");
                    for (String reason : readiness.reasons()) {
                        json.writeString(reason);
                    }
                    json.writeEndArray();
                    json.writeStringField("state", readiness.feed().phase().word());
                    JsonWriter.number(json, "recordsBehind", readiness.feed().recordsBehind());
                    JsonWriter.text(json, "model", readiness.model().map(HeldModel::name));
                    json.writeEndObject();
                });
    }

    static byte[] live(Live live, QueryService service) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    JsonWriter.time(json, "at", Optional.of(live.at()));
                    json.writeStringField("state", live.feed().phase().word());
                    JsonWriter.text(json, "problem", live.feed().problem());
                    json.writeNumberField("postsPerSecond", live.postsPerSecond());
                    json.writeNumberField("queriesPerSecond", live.queriesPerSecond());
                    json.writeObjectFieldStart("freshness");
                    JsonWriter.number(json, "p50Millis", millis(live.feed().p50()));
                    JsonWriter.number(json, "p99Millis", millis(live.feed().p99()));
                    json.writeEndObject();
                    JsonWriter.number(json, "recordsBehind", live.feed().recordsBehind());
                    writeModels(json, service);
                    json.writeArrayFieldStart("newest");
                    for (Applied applied : live.newest()) {
                        writeApplied(json, applied);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    private static void writePost(JsonGenerator json, IndexedPost post, Optional<HeldModel> active)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("model", post.modelName());
        json.writeStringField("modelDigest", post.modelDigest());
        json.writeBooleanField(
                "active", active.map(HeldModel::name).equals(Optional.of(post.modelName())));
        json.writeNumberField("revision", post.revision());
        JsonWriter.text(json, "contentHash", post.contentHash());
        JsonWriter.text(json, "language", post.language());
        JsonWriter.texts(json, "attributes", post.attributes());
        json.writeNumberField("tokens", post.tokenCount());
        JsonWriter.time(json, "changedAt", Optional.of(post.eventTime()));
        JsonWriter.time(json, "embeddedAt", post.embeddedAt());
        json.writeEndObject();
    }

    private static void writeModels(JsonGenerator json, QueryService service) throws IOException {
        Optional<String> active = service.activeModel().map(HeldModel::name);
        json.writeArrayFieldStart("models");
        for (HeldModel model : service.heldModels()) {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeStringField("digest", model.digest());
            json.writeNumberField("dimensions", model.dimensions());
            json.writeNumberField("posts", model.posts());
            json.writeBooleanField("active", active.equals(Optional.of(model.name())));
            json.writeStringField(
                    "bundle", service.availability(model).name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeApplied(JsonGenerator json, Applied applied) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", applied.postId());
        json.writeNumberField("revision", applied.revision());
        json.writeStringField("kind", applied.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringField("model", applied.modelName());
        JsonWriter.text(json, "language", applied.language());
        JsonWriter.texts(json, "attributes", applied.attributes());
        JsonWriter.time(json, "changedAt", applied.changedAt());
        JsonWriter.time(json, "appliedAt", Optional.of(applied.appliedAt()));
        json.writeEndObject();
    }

    private static OptionalLong millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis)
                .map(OptionalLong::of)
                .orElseGet(OptionalLong::empty);
    }
}
