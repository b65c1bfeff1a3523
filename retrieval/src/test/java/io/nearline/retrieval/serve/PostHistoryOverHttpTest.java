package io.nearline.retrieval.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.IndexUpdate;
import io.nearline.schemas.UpdateOrigin;
import io.nearline.testkit.Updates;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is told of one post. */
final class PostHistoryOverHttpTest extends ServiceOverHttp {

    @Test
    void tellsWhatIsHeldOfAPost() throws Exception {
        String id = "a/b c@d";
        String path = "/v1/posts/a/" + URLEncoder.encode("b c@d", UTF_8).replace("+", "%20");

        HttpResponse<String> held = get(path, "/v1/posts/{id}", 200);
        get("/v1/posts/nobody", "/v1/posts/{id}", 404);

        JsonNode post = JSON.readTree(held.body());
        assertThat(post.path("id").textValue()).isEqualTo(id);
        assertThat(post.at("/held/0/revision").longValue()).isEqualTo(3);
        assertThat(post.at("/held/0/active").booleanValue()).isTrue();
    }

    @Test
    void tellsWhatBecameOfAPost() throws Exception {
        outcomes.upserted(
                IndexUpdate.newBuilder(Updates.upsert("p-1", 3, MODEL))
                        .setOrigin(UpdateOrigin.BACKFILL)
                        .build(),
                Optional.of(Instant.parse("2026-03-01T12:00:01Z")));

        JsonNode backfilled = historyOf("p-1");
        JsonNode heldBefore = historyOf("p-2");

        assertThat(backfilled.at("/outcomes/0/outcome").textValue()).isEqualTo("backfilled");
        assertThat(backfilled.at("/outcomes/0/publishedAt").textValue())
                .isEqualTo("2026-03-01T12:00:01Z");
        assertThat(backfilled.at("/outcomes/0/appliedAt").isTextual()).isTrue();
        assertThat(heldBefore.at("/outcomes/0/outcome").textValue()).isEqualTo("embedded");
        assertThat(heldBefore.at("/outcomes/0/appliedAt").isNull()).isTrue();
        assertThat(heldBefore.at("/newestRevision").longValue()).isEqualTo(3);
    }

    @Test
    void tellsOfPostsThatItDoesNotHold() throws Exception {
        outcomes.deleted(new IndexKey("p-gone", MODEL), 9, Optional.empty());

        JsonNode deleted = historyOf("p-gone");
        JsonNode failed = historyOf("p-bad");
        String unknown = get("/v1/posts/nobody", "/v1/posts/{id}", 404).body();

        assertThat(deleted.at("/held")).isEmpty();
        assertThat(deleted.at("/outcomes/0/outcome").textValue()).isEqualTo("deleted");
        assertThat(deleted.at("/newestRevision").longValue()).isEqualTo(9);
        assertThat(failed.at("/deadLetters/letters/0/place").textValue()).isEqualTo("0:17");
        assertThat(failed.at("/newestRevision").longValue()).isEqualTo(7);
        assertThat(unknown).contains("since 2026-01-01", "older than the topics keep");
    }

    private JsonNode historyOf(String id) throws Exception {
        return JSON.readTree(get("/v1/posts/" + id, "/v1/posts/{id}", 200).body());
    }
}
