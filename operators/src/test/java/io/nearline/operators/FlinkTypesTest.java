package io.nearline.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.nearline.operators.admit.AdmittedPost;
import io.nearline.operators.admit.PostMemory;
import io.nearline.operators.assemble.PostText;
import io.nearline.operators.backfill.BackfillProgress;
import io.nearline.operators.backfill.Candidate;
import io.nearline.operators.backfill.NewestRevision;
import io.nearline.operators.backfill.Tally;
import io.nearline.operators.decode.Post;
import io.nearline.operators.merge.MergeHorizon;
import io.nearline.operators.model.Announcement;
import io.nearline.operators.model.ModelStanding;
import io.nearline.operators.model.Readiness;
import io.nearline.operators.recall.EmbeddedPost;
import io.nearline.operators.recall.PendingReuse;
import io.nearline.operators.recall.PublishedVector;
import io.nearline.operators.record.EncodedRecord;
import io.nearline.operators.record.RawRecord;
import io.nearline.operators.retry.AwaitedRetry;
import io.nearline.operators.retry.FailedRecord;
import io.nearline.operators.rollout.DecidedRecord;
import io.nearline.operators.rollout.RolloutAnswer;
import io.nearline.operators.rollout.Settlement;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlinkTypesTest {

    /** What is only in transit has types of its own: {@link TransitTypesTest}. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                RawRecord.class,
                Post.class,
                PostText.class,
                AdmittedPost.class,
                EmbeddedPost.class,
                EncodedRecord.class,
                PostMemory.class,
                PublishedVector.class,
                PendingReuse.class,
                Tally.class,
                Candidate.class,
                NewestRevision.class,
                BackfillProgress.class,
                DecidedRecord.class,
                FailedRecord.class,
                AwaitedRetry.class,
                MergeHorizon.class,
                ModelStanding.class,
                Announcement.class,
                Readiness.class,
                Settlement.class,
                RolloutAnswer.class
            })
    void everyOtherElementAndStateValueHasAnEvolvableSerializer(Class<?> type) {
        Configuration noGenericTypes = new Configuration();
        noGenericTypes.set(PipelineOptions.GENERIC_TYPES, false);

        TypeInformation<?> information = TypeInformation.of(type);

        assertThat(information).isInstanceOf(PojoTypeInfo.class);
        assertThat(information.createSerializer(new SerializerConfigImpl(noGenericTypes)))
                .isNotNull();
    }
}
