package io.nearline.operators.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.operators.registry.RegisteredSchema.Reference;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A client of a schema registry. It asks once and keeps nothing; {@link KnownSchemas} waits and
 * remembers. One thread only.
 */
public final class SchemaRegistry {

    /** The registry's own codes for what it does not have. */
    private static final List<Integer> NOT_THERE = List.of(40401, 40402, 40403);

    private static final int INCOMPATIBLE = 409;
    private static final int INVALID = 422;
    private static final int NOT_FOUND = 404;

    /** Schemas that use each other end somewhere; a registry that says otherwise is broken. */
    private static final int MOST_REFERENCES = 256;

    private final RegistryHttp http;

    public SchemaRegistry(RegistryAccess access) {
        this.http = new RegistryHttp(access);
    }

    /**
     * The subject of a topic's values, by the strategy that producers have unless told otherwise.
     */
    public static String subjectOfValues(String topic) {
        return topic + "-value";
    }

    /**
     * The schema of an id.
     *
     * @throws UnknownSchemaException if the registry has none of that id, or none of Avro
     */
    public Schema schema(int id)
            throws RegistryUnavailableException, UnknownSchemaException, InterruptedException {
        RegisteredSchema found = registered("/schemas/ids/" + id, "schema id " + id);
        if (!found.type().equals(RegisteredSchema.AVRO)) {
            throw new UnknownSchemaException(
                    "schema id %d is of type %s; the topic's format reads AVRO"
                            .formatted(id, found.type()));
        }
        // As lenient as whoever wrote with it was: names are no business of a reader.
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
        parser.setValidateDefaults(false);
        try {
            addReferences(found, parser, new ArrayList<>());
            return parser.parse(found.text());
        } catch (SchemaParseException e) {
            throw new UnknownSchemaException(
                    "schema id %d is no schema that Avro can read".formatted(id));
        }
    }

    /**
     * Registers a schema; of one that is registered it tells the id.
     *
     * @throws RefusedSchemaException if it is not compatible with what the subject has
     */
    public int register(String subject, Schema schema)
            throws RegistryUnavailableException, RefusedSchemaException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
        RegistryAnswer answer =
                http.send("POST", "/subjects/%s/versions".formatted(encoded(subject)), body);
        if (answer.isOk() && answer.body().path("id").isInt()) {
            return answer.body().path("id").intValue();
        }
        if (answer.status() == INCOMPATIBLE || answer.status() == INVALID) {
            throw new RefusedSchemaException(
                    "the schema registry does not take %s for subject %s (HTTP %d): look at the"
                                    .formatted(schema.getFullName(), subject, answer.status())
                            + " subject's compatibility");
        }
        throw unexpected(answer);
    }

    /**
     * Whether somebody has decided on the compatibility of a subject. Apicurio says {@code NONE} of
     * a subject that exists without any, so ask before you register its first version.
     */
    public boolean hasCompatibility(String subject)
            throws RegistryUnavailableException, InterruptedException {
        RegistryAnswer answer = http.get(compatibility(subject));
        if (!answer.isOk() && answer.status() != NOT_FOUND) {
            throw unexpected(answer);
        }
        return answer.isOk();
    }

    /**
     * Gives a subject a compatibility.
     *
     * @param compatibility the registry's word for it, as {@code FULL_TRANSITIVE}
     */
    public void setCompatibility(String subject, String compatibility)
            throws RegistryUnavailableException, InterruptedException {
        RegistryAnswer answer =
                http.send(
                        "PUT",
                        compatibility(subject),
                        JsonNodeFactory.instance.objectNode().put("compatibility", compatibility));
        if (!answer.isOk()) {
            throw unexpected(answer);
        }
    }

    private static String compatibility(String subject) {
        return "/config/" + encoded(subject);
    }

    /** Which subjects there are. */
    public List<String> subjects() throws RegistryUnavailableException, InterruptedException {
        RegistryAnswer answer = http.get("/subjects");
        if (!answer.isOk() || !answer.body().isArray()) {
            throw unexpected(answer);
        }
        List<String> subjects = new ArrayList<>();
        answer.body().forEach(subject -> subjects.add(subject.asText()));
        return subjects;
    }

    private RegisteredSchema registered(String path, String name)
            throws RegistryUnavailableException, UnknownSchemaException, InterruptedException {
        RegistryAnswer answer = http.get(path);
        if (NOT_THERE.contains(answer.errorCode())) {
            throw new UnknownSchemaException(
                    "the schema registry has no %s; is the topic written with another registry?"
                            .formatted(name));
        }
        JsonNode text = answer.body().path("schema");
        if (!answer.isOk() || !text.isTextual()) {
            throw unexpected(answer);
        }
        List<Reference> references = new ArrayList<>();
        for (JsonNode used : answer.body().path("references")) {
            references.add(
                    new Reference(used.path("subject").asText(), used.path("version").asInt()));
        }
        return new RegisteredSchema(
                answer.body()
                        .path("schemaType")
                        .asText(RegisteredSchema.AVRO)
                        .toUpperCase(Locale.ROOT),
                text.textValue(),
                references);
    }

    /** What a schema uses has to be parsed before it. */
    private void addReferences(RegisteredSchema schema, Schema.Parser parser, List<Reference> done)
            throws RegistryUnavailableException, UnknownSchemaException, InterruptedException {
        for (Reference used : schema.references()) {
            if (done.contains(used)) {
                continue;
            }
            done.add(used);
            if (done.size() > MOST_REFERENCES) {
                throw new UnknownSchemaException("a schema uses more than 256 others");
            }
            String path =
                    "/subjects/%s/versions/%d".formatted(encoded(used.subject()), used.version());
            RegisteredSchema found =
                    registered(
                            path,
                            "version %d of subject %s".formatted(used.version(), used.subject()));
            addReferences(found, parser, done);
            parser.parse(found.text());
        }
    }

    private static RegistryUnavailableException unexpected(RegistryAnswer answer) {
        return new RegistryUnavailableException(
                "the schema registry answers HTTP %d, error code %d"
                        .formatted(answer.status(), answer.errorCode()));
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
