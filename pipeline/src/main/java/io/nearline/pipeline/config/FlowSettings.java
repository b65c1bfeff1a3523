package io.nearline.pipeline.config;

import io.nearline.operators.assemble.TextRecipe;
import io.nearline.operators.decode.PostFormat;
import io.nearline.operators.recall.RecallTimes;
import io.nearline.operators.retry.RetryPolicy;
import io.nearline.schemas.VectorEncoding;
import java.time.Duration;

/**
 * How the stages of the flow behave.
 *
 * @param postFormat how posts stand in their topic
 * @param maxRevision highest revision that is taken
 * @param recipe how a post becomes one text
 * @param admitTtl how long the first gate remembers a post after its last change
 * @param embedCapacity texts in flight per subtask: the bound on memory and the back pressure
 * @param embedBytes memory for posts in flight per subtask, about
 * @param embedTimeout how long one run of a model may take, and the opening of a model that joined
 * @param recall how long the second gate waits for what
 * @param vectorEncoding how vectors are written
 * @param retry what is tried again by itself
 */
public record FlowSettings(
        PostFormat postFormat,
        long maxRevision,
        TextRecipe recipe,
        Duration admitTtl,
        int embedCapacity,
        long embedBytes,
        Duration embedTimeout,
        RecallTimes recall,
        VectorEncoding vectorEncoding,
        RetryPolicy retry) {}
