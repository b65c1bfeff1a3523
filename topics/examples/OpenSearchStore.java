// Keeps indices of OpenSearch equal to index-updates: docs/guides/feed-a-store.md. Speaks HTTP, needs no client library.
// java -cp "$(cat cli/target/command.classpath)" topics/examples/OpenSearchStore.java localhost:9092 http://localhost:9200
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nearline.schemas.*;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.consume.*;
import java.io.IOException;
import java.net.URI;
import java.net.http.*;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.*;
import java.util.concurrent.*;

/**
 * One index per model; the alias nearline-search is the queried model without deleted posts. There are no transactions:
 * changes are collected, and a commit writes the data first and the position after it, so that the position never runs ahead.
 * A deleted post stays as a document without a vector, because the engine forgets its own deletes after index.gc_deletes;
 * that is 0 here, so that a post may come back with a lower revision after its tombstone.
 */
public final class OpenSearchStore implements UpdateStore {
    /** With the k-NN plugin: index.knn true, and vector a knn_vector with the model's dimension. */
    private static final String INDEX =
            """
            {"settings": {"index.gc_deletes": "0s"},
             "mappings": {"dynamic": false, "properties": {
               "postId": {"type": "keyword", "ignore_above": 8000}, "revision": {"type": "long"},
               "modelDigest": {"type": "keyword"}, "deletedAt": {"type": "date"},
               "eventTime": {"type": "date"}, "language": {"type": "keyword", "ignore_above": 8000},
               "vector": {"type": "float", "index": false, "doc_values": false}}}}
            """;

    private static final int LONGEST_ID = 512; // bytes, by OpenSearch
    private static final int TRIES = 100;
    private static final int BULK = 8 << 20; // characters; the engine takes no more than 100 MB a request
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a key shall hold: nothing if the document is null. Erased: nothing of before counts. */
    private record Change(boolean erased, ObjectNode document) {}

    /** What the server has of a key. */
    private record Held(long revision, Instant deletedAt) {
        static Held of(JsonNode document) {
            return document == null ? null : new Held(document.get("revision").asLong(),
                    document.has("deletedAt") ? Instant.parse(document.get("deletedAt").asText()) : null);
        }
    }

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<IndexKey, Change> changes = new LinkedHashMap<>();
    private final Set<String> created = new HashSet<>();
    private final String server;
    private final Duration longestWait;
    private Map<IndexKey, Held> held; // null: not read yet
    private ModelChoice choice; // null: as committed
    private Instant forgotten = Instant.EPOCH;

    public OpenSearchStore(String server) {
        this(server, Duration.ofMinutes(2));
    }

    /** An engine that does not answer for so long fails the store, and so ends the consumer. */
    public OpenSearchStore(String server, Duration longestWait) {
        this.server = server;
        this.longestWait = longestWait;
    }

    @Override
    public Position position() throws IOException {
        JsonNode state = call("GET", "/nearline-state/_doc/position", "").path("_source");
        Map<String, String> map = new HashMap<>();
        state.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return Position.of(map);
    }

    @Override
    public OptionalLong revision(IndexKey key) throws IOException {
        Change change = changes.get(key);
        Held found = change == null ? held().get(key) : Held.of(change.document());
        boolean isForgotten = found != null && found.deletedAt() != null && found.deletedAt().isBefore(forgotten);
        return found == null || isForgotten ? OptionalLong.empty() : OptionalLong.of(found.revision());
    }

    /** Of every key, some 150 bytes each: a request for each record would take most of the time. Read once. */
    private Map<IndexKey, Held> held() throws IOException {
        if (held == null) {
            held = new HashMap<>();
            call("POST", "/nearline-posts-*/_refresh", "");
            JsonNode page = call("POST", "/nearline-posts-*/_search?scroll=5m",
                    "{\"size\": 5000, \"_source\": [\"postId\", \"revision\", \"deletedAt\"]}");
            while (!page.path("hits").path("hits").isEmpty()) {
                for (JsonNode hit : page.path("hits").path("hits")) {
                    JsonNode document = hit.get("_source");
                    String model = hit.get("_index").asText().substring(index("").length());
                    held.put(new IndexKey(document.get("postId").asText(), model), Held.of(document));
                }
                ObjectNode next = JSON.createObjectNode().put("scroll", "5m");
                page = call("POST", "/_search/scroll", next.set("scroll_id", page.get("_scroll_id")).toString());
            }
        }
        return held;
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) {
        ObjectNode document = document(key, update.getRevision()).put("modelDigest", update.getModelDigest())
                .put("language", update.getLanguage()).put("eventTime", update.getEventTime().toString());
        document.set("attributes", JSON.valueToTree(update.getAttributes()));
        document.set("vector",
                JSON.valueToTree(VectorCodec.decode(EncodedVector.of(update), update.getDimensions())));
        change(key, document);
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) {
        change(key, document(key, revision).put("deletedAt", seenAt.toString()));
    }

    @Override
    public void erase(IndexKey key) {
        changes.put(key, new Change(true, null));
    }

    private void change(IndexKey key, ObjectNode document) {
        Change before = changes.get(key);
        changes.put(key, new Change(before != null && before.erased(), document));
    }

    private static ObjectNode document(IndexKey key, long revision) {
        return JSON.createObjectNode().put("postId", key.postId()).put("revision", revision);
    }

    @Override
    public void forgetDeletes(Instant seenBefore) {
        forgotten = seenBefore;
    }

    @Override
    public void models(ModelChoice newChoice) throws IOException {
        choice = newChoice;
        changes.keySet().removeIf(key -> !newChoice.keeps(key.modelName()));
        held().keySet().removeIf(key -> !newChoice.keeps(key.modelName()));
    }

    @Override
    public void commit(Position position) throws IOException {
        List<String> deletes = new ArrayList<>();
        List<String> puts = new ArrayList<>();
        for (Map.Entry<IndexKey, Change> entry : changes.entrySet()) {
            create(entry.getKey().modelName());
            if (entry.getValue().erased()) {
                deletes.add(action("delete", entry.getKey()) + "\n");
            }
            if (entry.getValue().document() != null) {
                puts.add(action("index", entry.getKey(), entry.getValue().document().get("revision").asLong())
                        + "\n" + entry.getValue().document() + "\n");
            }
        }
        bulk(deletes);
        bulk(puts);
        removeForgotten();
        if (choice != null) {
            switchTo(choice);
        }
        call("PUT", "/nearline-state/_doc/position", JSON.writeValueAsString(position.toMap()));
        for (Map.Entry<IndexKey, Change> entry : changes.entrySet()) {
            Held now = Held.of(entry.getValue().document());
            held().remove(entry.getKey());
            if (now != null) {
                held().put(entry.getKey(), now);
            }
        }
        Instant before = forgotten;
        if (before.isAfter(Instant.EPOCH)) {
            held().values().removeIf(one -> one.deletedAt() != null && one.deletedAt().isBefore(before));
        }
        changes.clear();
        choice = null;
        forgotten = Instant.EPOCH;
    }

    /**
     * The revision is the document's version: the engine refuses an older one, whoever writes it. It knows no versions below 0;
     * the job makes no such revisions.
     */
    private static String action(String name, IndexKey key, long... version) {
        ObjectNode at = JSON.createObjectNode().put("_index", index(key.modelName())).put("_id", id(key));
        if (version.length > 0) {
            at.put("version", Math.max(0, version[0])).put("version_type", "external_gte");
        }
        return JSON.createObjectNode().set(name, at).toString();
    }

    private void bulk(List<String> lines) throws IOException {
        for (int from = 0, to = 0; from < lines.size(); from = to) {
            int size = 0;
            do {
                size += lines.get(to++).length();
            } while (to < lines.size() && size + lines.get(to).length() <= BULK);
            send(lines.subList(from, to));
        }
    }

    /** Conflicts pass once the engine has forgotten a delete, in a quarter of a second; rejections when it has room. */
    private void send(List<String> lines) throws IOException {
        List<String> open = lines;
        for (int tries = 0; !open.isEmpty(); tries++) {
            JsonNode items = call("POST", "/_bulk", String.join("", open)).path("items");
            List<String> again = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                int status = items.get(i).elements().next().path("status").asInt();
                if (status == 409 || status == 429) {
                    again.add(open.get(i));
                } else if (status >= 300 && status != 404) {
                    throw new IOException("OpenSearch refuses a document with status " + status);
                }
            }
            if (!again.isEmpty() && tries == TRIES) {
                throw new IOException("OpenSearch holds newer documents: does another consumer write there?");
            }
            if (!again.isEmpty()) {
                pause();
            }
            open = again;
        }
    }

    private void removeForgotten() throws IOException {
        String old = "{\"size\": 1000, \"_source\": false, \"query\": {\"range\": {\"deletedAt\": {\"lt\": \"%s\"}}}}";
        boolean more = forgotten.isAfter(Instant.EPOCH);
        while (more) {
            call("POST", "/nearline-posts-*/_refresh", "");
            JsonNode hits = call("POST", "/nearline-posts-*/_search", old.formatted(forgotten)).path("hits").path("hits");
            List<String> deletes = new ArrayList<>();
            for (JsonNode hit : hits) {
                ObjectNode at = JSON.createObjectNode();
                at.set("_index", hit.get("_index"));
                at.set("_id", hit.get("_id"));
                deletes.add(JSON.createObjectNode().set("delete", at) + "\n");
            }
            more = !deletes.isEmpty();
            bulk(deletes);
        }
    }

    /** In one step for those who search. */
    private void switchTo(ModelChoice chosen) throws IOException {
        String actions = "{\"remove\": {\"index\": \"*\", \"alias\": \"nearline-search\", \"must_exist\": false}}";
        if (chosen.queried().isPresent()) {
            ModelIdentity queried = chosen.queried().get();
            create(queried.name());
            actions += ", {\"add\": {\"index\": \"%s\", \"alias\": \"nearline-search\", \"filter\": {\"term\": {\"modelDigest\": \"%s\"}}}}"
                    .formatted(index(queried.name()), queried.digest());
        }
        call("POST", "/_aliases", "{\"actions\": [" + actions + "]}");
        for (String retired : chosen.retired()) {
            call("DELETE", "/" + index(retired), "");
            created.remove(retired);
        }
    }

    private void create(String model) throws IOException {
        if (created.add(model) && call("GET", "/" + index(model), "").has("error")) {
            call("PUT", "/" + index(model), INDEX);
        }
    }

    /** Names of models have only characters that names of indices may have. */
    private static String index(String model) {
        return "nearline-posts-" + model;
    }

    private static String id(IndexKey key) {
        byte[] bytes = key.postId().getBytes(StandardCharsets.UTF_8);
        try {
            return bytes.length <= LONGEST_ID ? key.postId()
                    : "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The answer; one of status 404 too. Messages hold no answers, which may quote what a post says. */
    private JsonNode call(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Content-Type", path.equals("/_bulk") ? "application/x-ndjson" : "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build();
        CompletableFuture<HttpResponse<byte[]>> sent = http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> answer = sent.get(longestWait.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() >= 300 && answer.statusCode() != 404) {
                throw new IOException(
                        "OpenSearch answers %s %s with status %d".formatted(method, path, answer.statusCode()));
            }
            return JSON.readTree(answer.body());
        } catch (ExecutionException e) {
            String cause = e.getCause().getClass().getSimpleName();
            throw new IOException("OpenSearch cannot be asked %s %s: %s".formatted(method, path, cause));
        } catch (TimeoutException e) {
            throw new IOException("OpenSearch does not answer %s %s within %s".formatted(method, path, longestWait));
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            sent.cancel(true);
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new IOException("interrupted");
    }

    @Override
    public void close() {}

    public static void main(String[] arguments) throws Exception {
        OpenSearchStore store = new OpenSearchStore(arguments[1]);
        try (UpdateConsumer consumer =
                new UpdateConsumer(Cluster.at(arguments[0]), store, ConsumerOptions.defaults())) {
            Thread thread = new Thread(consumer, "consumer");
            thread.start();
            while (thread.isAlive()) {
                ConsumerStatus now = consumer.status();
                System.out.printf("%s: %s records behind, p99 %s, queries go to %s%n", now.state(),
                        now.recordsBehind().isPresent() ? now.recordsBehind().getAsLong() : "?",
                        now.freshness().percentile(0.99).map(Duration::toString).orElse("?"),
                        now.position().queried().map(ModelIdentity::name).orElse("no model"));
                TimeUnit.SECONDS.sleep(1);
            }
            System.err.println("the consumer ended: " + consumer.status().problem().orElse("it was closed"));
            System.exit(1);
        }
    }
}
