package io.nearline.retrieval.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.nearline.retrieval.words.PostText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes JSON into memory. */
final class JsonWriter {

    private static final JsonFactory FACTORY = new JsonFactory();

    /** Writes one value. */
    @FunctionalInterface
    interface Body {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private JsonWriter() {}

    /** The bytes of what the body writes, in UTF-8. */
    static byte[] bytes(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            body.writeTo(json);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory cannot fail to be written to", e);
        }
        return bytes.toByteArray();
    }

    /** A text, or null if there is none. */
    static void text(JsonGenerator json, String name, Optional<String> text) throws IOException {
        if (text.isPresent()) {
            json.writeStringField(name, text.get());
        } else {
            json.writeNullField(name);
        }
    }

    /** A time, or null if there is none. */
    static void time(JsonGenerator json, String name, Optional<Instant> time) throws IOException {
        text(json, name, time.map(Instant::toString));
    }

    /** A number, or null if there is none. */
    static void number(JsonGenerator json, String name, OptionalLong number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.getAsLong());
        } else {
            json.writeNullField(name);
        }
    }

    /** Texts by name. */
    static void texts(JsonGenerator json, String name, Map<String, String> texts)
            throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    /** What a post says, or null if that is not known. */
    static void postText(JsonGenerator json, Optional<PostText> text) throws IOException {
        if (text.isEmpty()) {
            json.writeNullField("text");
            return;
        }
        json.writeObjectFieldStart("text");
        json.writeNumberField("revision", text.get().revision());
        text(json, "author", text.get().author());
        text(json, "title", text.get().title());
        text(json, "body", text.get().body());
        json.writeEndObject();
    }

    /** The components of a vector. */
    static void vector(JsonGenerator json, String name, float[] vector) throws IOException {
        json.writeArrayFieldStart(name);
        for (float component : vector) {
            json.writeNumber(component);
        }
        json.writeEndArray();
    }
}
