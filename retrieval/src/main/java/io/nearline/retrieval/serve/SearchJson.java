package io.nearline.retrieval.serve;

import com.fasterxml.jackson.core.JsonGenerator;
import io.nearline.retrieval.search.HeldModel;
import io.nearline.retrieval.search.Hit;
import io.nearline.retrieval.search.IndexedPost;
import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.search.SearchAnswer;
import io.nearline.retrieval.serve.SearchCall.Detail;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a search found, as the contract writes it: one answer, or candidates one a line. */
final class SearchJson {

    private static final double NANOS_PER_MILLI = 1e6;

    private SearchJson() {}

    /** The answer with everything that it says beside the hits. */
    static byte[] answer(QueryAnswer answer) {
        return JsonWriter.bytes(
                json -> {
                    json.writeStartObject();
                    writeTook(json, answer);
                    json.writeStringField("mode", answer.call().mode().word());
                    writeModel(json, answer.found().model());
                    writePlan(json, answer.found().plan());
                    writeFreshness(json, answer);
                    json.writeArrayFieldStart("hits");
                    for (Hit hit : answer.found().hits()) {
                        writeHit(json, hit, answer);
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
    }

    /** The hits for a second-stage ranker, one JSON object a line. */
    static byte[] candidates(QueryAnswer answer) {
        return JsonWriter.bytes(
                json -> {
                    json.setRootValueSeparator(null);
                    for (Hit hit : answer.found().hits()) {
                        writeCandidate(json, hit, answer);
                        json.writeRaw('\n');
                    }
                });
    }

    /** How the contract names a way to compare vectors. */
    static String word(Plan.Method method) {
        return method.name().toLowerCase(Locale.ROOT);
    }

    private static void writeTook(JsonGenerator json, QueryAnswer answer) throws IOException {
        json.writeObjectFieldStart("took");
        json.writeNumberField("total", millis(answer.totalNanos()));
        json.writeNumberField("wait", millis(answer.waitNanos()));
        json.writeNumberField("embed", millis(answer.embedNanos()));
        json.writeNumberField("search", millis(answer.searchNanos() + answer.fetchNanos()));
        json.writeEndObject();
    }

    private static void writeModel(JsonGenerator json, HeldModel model) throws IOException {
        json.writeObjectFieldStart("model");
        json.writeStringField("name", model.name());
        json.writeStringField("digest", model.digest());
        json.writeNumberField("dimensions", model.dimensions());
        json.writeNumberField("posts", model.posts());
        json.writeEndObject();
    }

    private static void writePlan(JsonGenerator json, Plan plan) throws IOException {
        json.writeObjectFieldStart("plan");
        json.writeStringField("method", word(plan.method()));
        json.writeNumberField("held", plan.held());
        json.writeNumberField("selected", plan.selected());
        json.writeNumberField("compared", plan.compared());
        json.writeNumberField("expectedRecall", plan.expectedRecall());
        json.writeEndObject();
    }

    private static void writeFreshness(JsonGenerator json, QueryAnswer answer) throws IOException {
        json.writeObjectFieldStart("freshness");
        json.writeNumberField("updates", answer.found().watermark().updates());
        JsonWriter.time(json, "newestChange", answer.found().watermark().newestChange());
        JsonWriter.time(json, "caughtUpAt", answer.feed().caughtUpAt());
        JsonWriter.number(json, "recordsBehind", answer.feed().recordsBehind());
        json.writeEndObject();
    }

    private static void writeHit(JsonGenerator json, Hit hit, QueryAnswer answer)
            throws IOException {
        SearchCall call = answer.call();
        json.writeStartObject();
        json.writeNumberField("rank", hit.rank());
        json.writeNumberField("score", hit.score());
        writePost(json, hit.post());
        json.writeNumberField("tokens", hit.post().tokenCount());
        if (call.details().contains(Detail.EXPLANATION) || call.mode() == Mode.HYBRID) {
            writeParts(json, hit.parts());
        }
        writeVector(json, hit.vector());
        writeText(json, hit, answer);
        json.writeEndObject();
    }

    private static void writeParts(JsonGenerator json, List<Hit.Part> parts) throws IOException {
        json.writeArrayFieldStart("sources");
        for (Hit.Part part : parts) {
            json.writeStartObject();
            json.writeStringField("source", word(part.source()));
            json.writeNumberField("rank", part.rank());
            json.writeNumberField("score", part.score());
            json.writeNumberField("contribution", part.contribution());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeCandidate(JsonGenerator json, Hit hit, QueryAnswer answer)
            throws IOException {
        SearchAnswer found = answer.found();
        json.writeStartObject();
        json.writeStringField("model", found.model().name());
        json.writeStringField("modelDigest", found.model().digest());
        json.writeNumberField("rank", hit.rank());
        json.writeNumberField("score", hit.score());
        json.writeObjectFieldStart("sources");
        for (Hit.Part part : hit.parts()) {
            json.writeObjectFieldStart(word(part.source()));
            json.writeNumberField("rank", part.rank());
            json.writeNumberField("score", part.score());
            json.writeEndObject();
        }
        json.writeEndObject();
        writePost(json, hit.post());
        json.writeNumberField("tokens", hit.post().tokenCount());
        writeVector(json, hit.vector());
        writeText(json, hit, answer);
        json.writeEndObject();
    }

    private static void writePost(JsonGenerator json, IndexedPost post) throws IOException {
        json.writeStringField("id", post.postId());
        json.writeNumberField("revision", post.revision());
        JsonWriter.text(json, "language", post.language());
        JsonWriter.texts(json, "attributes", post.attributes());
        JsonWriter.time(json, "changedAt", Optional.of(post.eventTime()));
        JsonWriter.time(json, "embeddedAt", post.embeddedAt());
    }

    private static void writeText(JsonGenerator json, Hit hit, QueryAnswer answer)
            throws IOException {
        if (answer.call().details().contains(Detail.TEXT)) {
            JsonWriter.postText(json, Optional.ofNullable(answer.texts().get(hit.post().postId())));
        }
    }

    private static void writeVector(JsonGenerator json, Optional<float[]> vector)
            throws IOException {
        if (vector.isPresent()) {
            JsonWriter.vector(json, "vector", vector.get());
        }
    }

    private static String word(Hit.Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    /** Microseconds are enough. */
    static double millis(long nanos) {
        return Math.round(nanos / NANOS_PER_MILLI * 1000) / 1000.0;
    }
}
