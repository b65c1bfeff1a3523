package io.nearline.bench.team;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.PostEventKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A post as some team's own system holds it: objects within objects, and fields that no post needs.
 * The mapping makes the same post of it, as far as its text is concerned.
 */
public final class TeamArticle {

    private static final String OF_ROW =
            """
            id: uuid
            author: user.id
            lang: user.locale
            title: {first: [headline, teaser]}
            body: text
            article_title: link.title
            article_description: link.summary
            media_text: media[].alt
            hashtags: {in: [text, tags], pattern: '#(\\w+)'}
            attributes: {country: user.country, likes: counts.likes, edit: edit}
            """;

    /** Of an article by itself. */
    public static final String MAPPING =
            OF_ROW
                    + """
                    revision: version
                    kind: {path: op, create: insert, update: change, delete: gone}
                    event_time: {path: meta.at, unit: epoch-millis}
                    """;

    /** Of one in Debezium's envelope. */
    static final String MAPPING_OF_ENVELOPE = OF_ROW + "envelope: debezium-postgres\n";

    private TeamArticle() {}

    /** Its fields in order: text, whole numbers, flags, lists, maps of the same, or null. */
    static Map<String, @Nullable Object> of(PostEvent event) {
        Map<String, @Nullable Object> article = new LinkedHashMap<>();
        article.put("uuid", event.getPostId());
        article.put("version", event.getRevision());
        article.put("op", event.getKind() == PostEventKind.CREATE ? "insert" : "change");
        article.put(
                "meta",
                object(
                        "at", event.getEventTime().toEpochMilli(),
                        "host", "app-17",
                        "trace", "0af7651916cd43dd8448eb211c80319c"));
        article.put(
                "user",
                object("id", 4711L, "name", "Ada", "locale", event.getLanguage(), "country", "NO"));
        article.put("headline", event.getTitle());
        article.put("teaser", null);
        article.put("text", event.getBody());
        article.put(
                "link",
                object(
                        "title", event.getArticleTitle(),
                        "summary", event.getArticleDescription(),
                        "url", "https://example.org/articles/4711"));
        article.put(
                "media",
                List.of(object("alt", event.getMediaText(), "url", "https://example.org/b.png")));
        article.put(
                "tags",
                event.getHashtags().stream()
                        .map(tag -> "#" + tag)
                        .collect(Collectors.joining(" ")));
        article.put("counts", object("likes", 3L, "shares", 1L));
        article.put("visible", true);
        article.put("edit", event.getAttributes().get("edit"));
        return article;
    }

    /** Of names and values in turn. */
    static Map<String, @Nullable Object> object(@Nullable Object... fields) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            object.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return object;
    }
}
