package io.nearline.retrieval.serve;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.retrieval.search.SearchQuery;
import io.nearline.retrieval.search.SearchRequest;
import io.nearline.retrieval.search.SearchRequest.Effort;
import io.nearline.retrieval.search.Selection;
import io.nearline.retrieval.search.Shape;
import io.nearline.retrieval.serve.Problem.Kind;
import io.nearline.retrieval.serve.SearchCall.Detail;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a search out of the JSON of a request, or out of the parameters of an address, which are
 * read as if they were that JSON. What is not as the contract says is refused with the field's name
 * and what to change.
 */
final class SearchCallReader {

    static final int DEFAULT_K = 10;
    static final Duration DEFAULT_WAIT = Duration.ofSeconds(2);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_NAME = 1_000;
    private static final int MOST_DIMENSIONS = 8_192;
    private static final int MOST_TOKENS = 100;
    private static final Pattern WAIT = Pattern.compile("([0-9]{1,6})(ms|s)");

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(10)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    /**
     * Reads the body of a request.
     *
     * @throws QueryRefusedException if it is not a search
     */
    SearchCall fromBody(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (!(tree instanceof ObjectNode object)) {
                throw Problem.of(
                                Kind.MALFORMED_JSON,
                                "The body is not a JSON object: send one such as {\"text\":"
                                        + " \"storm damage\", \"k\": 5}.")
                        .thrown();
            }
            return fromObject(object);
        } catch (JsonProcessingException e) {
            throw malformed(e).thrown();
        } catch (IOException e) {
            throw Problem.of(Kind.MALFORMED_JSON, "The body is not UTF-8: send JSON in UTF-8.")
                    .thrown();
        }
    }

    /**
     * Reads the parameters of an address.
     *
     * @throws QueryRefusedException if they are not a search
     */
    SearchCall fromParameters(Map<String, List<String>> parameters) {
        return fromObject(AddressParameters.asJson(parameters));
    }

    private static SearchCall fromObject(ObjectNode object) {
        RequestFields fields = new RequestFields(object, "");
        Optional<String> text = fields.text("text", LONGEST_TEXT);
        Optional<float[]> vector = fields.numbers("vector", MOST_DIMENSIONS);
        List<String> like = fields.texts("like", SearchQuery.MAX_EXAMPLES);
        List<String> dislike = fields.texts("dislike", SearchQuery.MAX_EXAMPLES);
        Optional<Mode> mode = mode(fields);
        int k = fields.whole("k", 1, SearchRequest.MAX_K).orElse(DEFAULT_K);
        Optional<String> model = fields.text("model", LONGEST_NAME);
        Optional<String> digest = digest(fields);
        Selection selection =
                fields.object("filter").map(SelectionReader::selection).orElse(Selection.ALL);
        Effort effort = fields.isTrue("exact") ? Effort.EXACT : Effort.PLANNED;
        Shape shape = shape(fields, k);
        Set<Detail> details = details(fields);
        List<WriteToken> after = after(fields);
        Duration wait = wait(fields);
        fields.requireNoOthers();
        requireSense(fields, text, vector, like, dislike, mode, digest);
        return new SearchCall(
                text,
                vector,
                like,
                dislike,
                mode.orElse(Mode.VECTOR),
                k,
                model,
                digest,
                selection,
                effort,
                shape,
                details,
                after,
                wait);
    }

    /** What no field shows alone. */
    private static void requireSense(
            RequestFields fields,
            Optional<String> text,
            Optional<float[]> vector,
            List<String> like,
            List<String> dislike,
            Optional<Mode> mode,
            Optional<String> digest) {
        if (text.isEmpty() && vector.isEmpty() && like.isEmpty()) {
            throw fields.invalid("text", "give a text, a vector or posts to resemble (like)");
        }
        boolean words = mode.map(Mode::searchesWords).orElse(false);
        if (words && text.isEmpty()) {
            throw fields.invalid("mode", "words are searched with a text only: give a text");
        }
        boolean direction = vector.isPresent() || !like.isEmpty() || !dislike.isEmpty();
        if (mode.equals(Optional.of(Mode.WORDS)) && direction) {
            throw fields.invalid(
                    "mode", "words alone have no use for a vector or posts: take hybrid");
        }
        if (!words && text.isPresent() && vector.isPresent()) {
            throw fields.invalid(
                    "vector", "give a text or its vector; with both, the mode is hybrid");
        }
        if (vector.isPresent() && digest.isEmpty()) {
            throw fields.invalid(
                    "modelDigest",
                    "say which model made the vector (/v1/models names those held): vectors of"
                            + " different models must not be compared");
        }
    }

    private static Optional<Mode> mode(RequestFields fields) {
        return fields.text("mode", LONGEST_NAME)
                .map(
                        word -> {
                            for (Mode mode : Mode.values()) {
                                if (mode.word().equals(word)) {
                                    return mode;
                                }
                            }
                            throw fields.invalid("mode", "give vector, words or hybrid");
                        });
    }

    private static Optional<String> digest(RequestFields fields) {
        Optional<String> digest = fields.text("modelDigest", LONGEST_NAME);
        if (digest.isPresent() && !digest.get().matches("[0-9a-f]{64}")) {
            throw fields.invalid("modelDigest", "give 64 lower-case hexadecimal digits");
        }
        return digest;
    }

    private static Shape shape(RequestFields fields, int k) {
        Shape shape = Shape.PLAIN;
        Optional<RequestFields> group = fields.object("groupBy");
        if (group.isPresent()) {
            String attribute =
                    group.get()
                            .text("attribute", LONGEST_NAME)
                            .orElseThrow(() -> group.get().invalid("attribute", "give its name"));
            int most = group.get().whole("most", 1, SearchRequest.MAX_K).orElse(1);
            group.get().requireNoOthers();
            shape = shape.groupedBy(attribute, most);
        }
        Optional<Double> collapse = fields.number("collapse").stream().boxed().findFirst();
        if (collapse.isPresent()) {
            if (!(collapse.get() > 0 && collapse.get() <= 1)) {
                throw fields.invalid("collapse", "give a cosine above 0, at most 1");
            }
            if (k > SearchRequest.MAX_K_COLLAPSED) {
                throw fields.invalid(
                        "k",
                        "it is %d: at most %d with collapse"
                                .formatted(k, SearchRequest.MAX_K_COLLAPSED));
            }
            shape = shape.collapsedFrom(collapse.get());
        }
        return shape;
    }

    private static Set<Detail> details(RequestFields fields) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        if (fields.isTrue("explain")) {
            details.add(Detail.EXPLANATION);
        }
        for (String extra : fields.texts("include", 2)) {
            switch (extra) {
                case "vector" -> details.add(Detail.VECTOR);
                case "text" -> details.add(Detail.TEXT);
                default -> throw fields.invalid("include", "give vector, text or both");
            }
        }
        return details;
    }

    private static List<WriteToken> after(RequestFields fields) {
        List<WriteToken> tokens = new ArrayList<>();
        for (String text : fields.texts("after", MOST_TOKENS)) {
            tokens.add(
                    WriteToken.parse(text)
                            .orElseThrow(
                                    () ->
                                            fields.invalid(
                                                    "after",
                                                    "give tokens of the form POST@REVISION, as"
                                                            + " nearline post --token prints"
                                                            + " them")));
        }
        return tokens;
    }

    private static Duration wait(RequestFields fields) {
        Optional<String> text = fields.text("wait", LONGEST_NAME);
        if (text.isEmpty()) {
            return DEFAULT_WAIT;
        }
        Matcher matcher = WAIT.matcher(text.get());
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration wait =
                    matcher.group(2).equals("s")
                            ? Duration.ofSeconds(amount)
                            : Duration.ofMillis(amount);
            if (wait.compareTo(LONGEST_WAIT) <= 0) {
                return wait;
            }
        }
        throw fields.invalid(
                "wait",
                "give a time such as 500ms or 2s, at most " + LONGEST_WAIT.toSeconds() + "s");
    }

    /** Jackson's own message may quote the body. */
    private static Problem malformed(JsonProcessingException e) {
        if (e.getLocation() == null) {
            return Problem.of(Kind.MALFORMED_JSON, "The body is not valid JSON: correct it.");
        }
        return Problem.of(
                Kind.MALFORMED_JSON,
                "The body is not valid JSON at line %d, column %d, or gives a field twice: correct it."
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    }
}
