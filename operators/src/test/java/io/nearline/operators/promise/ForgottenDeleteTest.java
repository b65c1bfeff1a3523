package io.nearline.operators.promise;

import static io.nearline.testkit.Posts.aPost;
import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.Records;
import io.nearline.operators.admit.Arrival;
import io.nearline.schemas.IndexKey;
import io.nearline.schemas.PostEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That the scenarios of the properties do end deletes with tombstones. */
class ForgottenDeleteTest {

    private static final IndexKey KEY = new IndexKey("p", Flow.MODEL.name());

    private Flow flow;
    private Flow.Input posts;

    @BeforeEach
    void start() throws Exception {
        flow = new Flow(Flow.MODEL);
        posts = flow.newInput();
    }

    private void publish(PostEvent event) throws Exception {
        posts.add(Arrival.of(Records.text(event)));
        flow.read();
        flow.completeAll();
    }

    @AfterEach
    void close() {
        flow.close();
    }

    @Test
    void aDeleteIsForgottenAfterDays() throws Exception {
        publish(aPost("p").revision(1).body("rain").build());
        publish(aPost("p").revision(2).deleted().build());

        flow.pass(Flow.TOMBSTONE_AFTER);

        assertThat(flow.index().hasForgotten(KEY)).isTrue();
    }

    @Test
    void aPostThatCameBackIsNot() throws Exception {
        publish(aPost("p").revision(1).deleted().build());
        publish(aPost("p").revision(2).body("rain").build());

        flow.pass(Flow.TOMBSTONE_AFTER);

        assertThat(flow.index().latest()).containsKey(KEY);
    }
}
