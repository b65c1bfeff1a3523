package io.nearline.operators.backfill;

import io.nearline.embedding.ModelId;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every report of one backfill says about it.
 *
 * @param id the backfill's id
 * @param model the model that embeds
 * @param source what it reads, for people
 * @param subset which of these posts it embeds, for people; null for all
 * @param asOf the time up to which the source holds every change
 * @param startedAt when it was first submitted; null for the job's own first start
 * @param restUrl address of the cluster's REST endpoint; null if unknown
 */
public record BackfillIdentity(
        String id,
        ModelId model,
        String source,
        @Nullable String subset,
        Instant asOf,
        @Nullable Instant startedAt,
        @Nullable String restUrl)
        implements Serializable {}
