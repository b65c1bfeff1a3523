package io.nearline.stores;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nearline.topics.conformance.HeldPost;
import io.nearline.topics.conformance.HeldState;
import io.nearline.topics.consume.ModelIdentity;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What others see of the tables that the example for PostgreSQL keeps. */
final class PostgresTables implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String url;
    private Connection connection;

    PostgresTables(String url) throws SQLException {
        this.url = url;
        this.connection = DriverManager.getConnection(url);
    }

    /** Opens another connection: the server has closed the one before. */
    void reconnect() throws SQLException {
        connection.close();
        connection = DriverManager.getConnection(url);
    }

    void drop() throws IOException {
        try (Statement statement = connection.createStatement()) {
            var unused =
                    statement.execute(
                            "DROP TABLE IF EXISTS nearline_posts, nearline_position,"
                                    + " nearline_queried CASCADE");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    HeldState held() throws IOException {
        List<HeldPost> posts = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            String sql =
                    """
                    SELECT post_id, model, model_digest, revision, language, attributes, vector
                    FROM nearline_posts WHERE deleted_at IS NULL
                    """;
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    posts.add(post(rows));
                }
            }
            return new HeldState(queried(statement), posts);
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Ids of the posts that a search may find, in order. */
    List<String> searched() throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT post_id FROM nearline_search ORDER BY 1")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static HeldPost post(ResultSet row) throws SQLException, IOException {
        return new HeldPost(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                JSON.readValue(row.getString(6), new TypeReference<Map<String, String>>() {}),
                List.of((Float[]) row.getArray(7).getArray()));
    }

    private static @Nullable ModelIdentity queried(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("SELECT model, model_digest FROM nearline_queried")) {
            return row.next() ? new ModelIdentity(row.getString(1), row.getString(2)) : null;
        }
    }
}
