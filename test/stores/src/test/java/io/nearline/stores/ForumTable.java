package io.nearline.stores;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A team's own table of posts, and what its people do to it. */
final class ForumTable {

    private static final int POSTS = 60;
    private static final int MOST_CHANGES = 4;
    private static final String[] WORDS = {
        "rain", "harbour", "bread", "choir", "goal", "guitar", "market", "comet", "river", "train"
    };

    private final String url;

    ForumTable(String url) {
        this.url = url;
    }

    /** Makes it, as the guide does. */
    void create() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(
                    connection,
                    """
                    CREATE TABLE posts (
                      id bigint PRIMARY KEY,
                      author text NOT NULL,
                      body text NOT NULL,
                      lang text,
                      likes integer NOT NULL DEFAULT 0,
                      created_at timestamptz NOT NULL DEFAULT now(),
                      updated_at timestamptz NOT NULL DEFAULT now());
                    ALTER TABLE posts REPLICA IDENTITY FULL;
                    CREATE PUBLICATION nearline FOR TABLE posts
                    """);
        }
    }

    /** Does something while no transaction that has written is open, and none can write. */
    <T> T whileNobodyWrites(Callable<T> work) throws Exception {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            execute(connection, "LOCK TABLE posts IN SHARE MODE");
            T result = work.call();
            connection.commit();
            return result;
        }
    }

    /** Whether the slot of that name has its place in the log. */
    boolean hasSlot(String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT 1 FROM pg_replication_slots WHERE slot_name = ? AND"
                                        + " confirmed_flush_lsn IS NOT NULL")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    void addColumn(String definition) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            execute(connection, "ALTER TABLE posts ADD COLUMN " + definition);
        }
    }

    /** Transactions of one to four changes each; one in ten is taken back. */
    void change(long seed, int transactions) throws SQLException {
        SplittableRandom random = new SplittableRandom(seed);
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(false);
            for (int i = 0; i < transactions; i++) {
                // In the order of ids, so that two of them never wait for each other.
                int id = random.nextInt(POSTS);
                for (int left = random.nextInt(MOST_CHANGES); left >= 0 && id < POSTS; left--) {
                    change(connection, id, random);
                    id += random.nextInt(POSTS / 2);
                }
                if (random.nextInt(10) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
            }
        }
    }

    private static void change(Connection connection, int id, SplittableRandom random)
            throws SQLException {
        int choice = random.nextInt(100);
        if (choice < 20) {
            execute(connection, "DELETE FROM posts WHERE id = " + id);
        } else if (choice < 50) {
            execute(connection, "UPDATE posts SET likes = likes + 1 WHERE id = " + id);
        } else {
            String sql =
                    """
                    INSERT INTO posts (id, author, body, lang) VALUES (?, 'ida', ?, 'en')
                    ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = now()
                    """;
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setLong(1, id);
                insert.setString(2, text(random));
                insert.executeUpdate();
            }
        }
    }

    /** One in five is so long that PostgreSQL keeps it apart from its row. */
    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder("The");
        for (int i = 0; i < 6; i++) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        int codes = random.nextInt(5) == 0 ? 300 : 0;
        for (int i = 0; i < codes; i++) {
            text.append(' ').append(Long.toHexString(random.nextLong()));
        }
        return text.append('.').toString();
    }

    /** What the table holds: by id the text and the number of likes. */
    Map<String, Row> rows() throws SQLException {
        Map<String, Row> found = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement query = connection.createStatement();
                ResultSet rows = query.executeQuery("SELECT id, body, likes FROM posts")) {
            while (rows.next()) {
                found.put(rows.getString(1), new Row(rows.getString(2), rows.getString(3)));
            }
        }
        return found;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            var unused = statement.execute(sql);
        }
    }

    /** A row as far as it becomes a post. */
    record Row(String body, String likes) {
        @Override
        public String toString() {
            return "Row[likes=" + likes + "]";
        }
    }
}
