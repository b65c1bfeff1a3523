// Keeps tables of PostgreSQL equal to index-updates: docs/guides/feed-a-store.md. Needs the driver, org.postgresql:postgresql.
// java -cp "$(cat cli/target/command.classpath):postgresql.jar" topics/examples/PostgresStore.java \
//     localhost:9092 "jdbc:postgresql://localhost/posts?user=nearline"
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.schemas.*;
import io.nearline.topics.cluster.Cluster;
import io.nearline.topics.consume.*;
import java.io.IOException;
import java.sql.*;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.*;
import java.util.concurrent.TimeUnit;

/** One row per post and model; a deleted post stays as a row without a vector until its delete is forgotten. */
public final class PostgresStore implements UpdateStore {
    private static final String TABLES =
            """
            CREATE TABLE IF NOT EXISTS nearline_posts (
              model text, post_id text, revision bigint NOT NULL, deleted_at timestamptz,
              model_digest text, vector real[], language text, attributes jsonb, event_time timestamptz,
              PRIMARY KEY (model, post_id));
            CREATE INDEX IF NOT EXISTS nearline_deletes ON nearline_posts (deleted_at) WHERE deleted_at IS NOT NULL;
            CREATE TABLE IF NOT EXISTS nearline_position (key text PRIMARY KEY, value text NOT NULL);
            CREATE TABLE IF NOT EXISTS nearline_queried (model text, model_digest text);
            CREATE OR REPLACE VIEW nearline_search AS
              SELECT post_id, revision, vector, language, attributes, event_time
              FROM nearline_posts JOIN nearline_queried USING (model, model_digest) WHERE deleted_at IS NULL
            """;

    /** Newest wins; of equal revisions the later record. */
    private static final String PUT =
            """
            INSERT INTO nearline_posts AS held VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
            ON CONFLICT (model, post_id) DO UPDATE SET
              revision = excluded.revision, deleted_at = excluded.deleted_at, model_digest = excluded.model_digest,
              vector = excluded.vector, language = excluded.language, attributes = excluded.attributes,
              event_time = excluded.event_time
            WHERE excluded.revision >= held.revision
            """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private final Connection connection;

    public PostgresStore(String url) throws IOException {
        try {
            connection = DriverManager.getConnection(url);
        } catch (SQLException e) {
            throw refused(e);
        }
        try (Statement setup = connection.createStatement()) {
            setup.execute("SET lock_timeout = '10s'");
            setup.execute("SELECT pg_advisory_lock(hashtext('nearline_posts'))"); // one consumer at a time
            setup.execute(TABLES);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            close(); // else the next attempt waits for the lock of this one
            throw refused(e);
        }
    }

    private static IOException refused(SQLException e) {
        return new IOException("PostgreSQL cannot be used; 55P03 is a second consumer: " + e.getSQLState());
    }

    @Override
    public Position position() throws IOException {
        Map<String, String> map = new HashMap<>();
        query("SELECT key, value FROM nearline_position", row -> map.put(row.getString(1), row.getString(2)));
        return Position.of(map);
    }

    @Override
    public OptionalLong revision(IndexKey key) throws IOException {
        List<Long> held = new ArrayList<>();
        String sql = "SELECT revision FROM nearline_posts WHERE model = ? AND post_id = ?";
        query(sql, row -> held.add(row.getLong(1)), key.modelName(), text(key.postId()));
        return held.isEmpty() ? OptionalLong.empty() : OptionalLong.of(held.get(0));
    }

    @Override
    public void upsert(IndexKey key, IndexUpdate update) throws IOException {
        float[] vector = VectorCodec.decode(EncodedVector.of(update), update.getDimensions());
        Map<String, String> attributes = new TreeMap<>();
        update.getAttributes().forEach((name, value) -> attributes.put(text(name), text(value)));
        run(PUT, key.modelName(), text(key.postId()), update.getRevision(), null, update.getModelDigest(),
                vector, text(update.getLanguage()), JSON.writeValueAsString(attributes), time(update.getEventTime()));
    }

    @Override
    public void delete(IndexKey key, long revision, Instant seenAt) throws IOException {
        run(PUT, key.modelName(), text(key.postId()), revision, time(seenAt), null, null, null, null, null);
    }

    @Override
    public void erase(IndexKey key) throws IOException {
        run("DELETE FROM nearline_posts WHERE model = ? AND post_id = ?", key.modelName(), text(key.postId()));
    }

    @Override
    public void forgetDeletes(Instant seenBefore) throws IOException {
        run("DELETE FROM nearline_posts WHERE deleted_at < ?", time(seenBefore));
    }

    @Override
    public void models(ModelChoice choice) throws IOException {
        run("DELETE FROM nearline_queried");
        if (choice.queried().isPresent()) {
            ModelIdentity queried = choice.queried().get();
            run("INSERT INTO nearline_queried VALUES (?, ?)", queried.name(), queried.digest());
        }
        for (String retired : choice.retired()) {
            run("DELETE FROM nearline_posts WHERE model = ?", retired);
        }
    }

    @Override
    public void commit(Position position) throws IOException {
        run("DELETE FROM nearline_position");
        for (Map.Entry<String, String> entry : position.toMap().entrySet()) {
            run("INSERT INTO nearline_position VALUES (?, ?)", entry.getKey(), entry.getValue());
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Row each, Object... values) throws IOException {
        try (PreparedStatement statement = prepare(sql, values); ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.read(rows);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private void run(String sql, Object... values) throws IOException {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Without the message, which may quote what a post says. */
    private static IOException failed(SQLException e) {
        return new IOException("PostgreSQL: SQL state " + e.getSQLState());
    }

    /** PostgreSQL holds no U+0000 in texts. */
    private static String text(String text) {
        return text == null ? null : text.replace('\0', '\u2400');
    }

    private static Object time(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    public static void main(String[] arguments) throws Exception {
        try (PostgresStore store = new PostgresStore(arguments[1]);
                UpdateConsumer consumer =
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
