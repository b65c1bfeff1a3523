package io.nearline.training.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.training.TinyBase;
import io.nearline.training.plan.PlanFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on by a plan of its digest alone. */
class PlanDigestTest {
    private static final String POSTS = "{file: posts.jsonl, text: body, label: about}";

    @TempDir private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        TinyBase.writeTo(folder);
    }

    @Test
    void whateverChangesTheWeightsChangesIt() throws Exception {
        Set<String> digests = new HashSet<>();
        List<String> plans =
                List.of(
                        digest(POSTS),
                        digest(POSTS.replace("}", ", distinct: 30}")),
                        digest(POSTS.replace("}", ", distinct: 31}")),
                        digest(POSTS, "head: {size: 8}"),
                        digest(POSTS, "head: {size: 8, rate: 0.1}"),
                        digest(POSTS, "head: {size: 8, rate: 0.2}"),
                        digest(POSTS, "head: {size: 8, weight: 2}"));
        digests.addAll(plans);
        assertThat(digests).hasSameSizeAs(plans);
    }

    @Test
    void whatIsSaidAsItWouldBeAnywayDoesNot() throws Exception {
        assertThat(digest(POSTS.replace("}", ", shortest: 1}"), "head: {size: 8, weight: 1}"))
                .isEqualTo(digest(POSTS, "head: {size: 8}"));
    }

    private static String digest(String task, String... more) throws Exception {
        Path plan = TinyBase.plan(folder, task, List.of(more));
        try (Preparation prepared = Preparation.of(PlanFile.read(plan), 1)) {
            return prepared.digest();
        }
    }
}
