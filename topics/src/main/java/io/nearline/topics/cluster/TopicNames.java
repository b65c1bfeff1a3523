package io.nearline.topics.cluster;

/**
 * The names that Nearline's topics have unless the configuration gives others: constants, for
 * annotations. The table of the topics is {@link TopicPlan}.
 */
public final class TopicNames {

    /** See {@link TopicPlan#POSTS}. */
    public static final String POSTS = "posts";

    /** See {@link TopicPlan#INDEX_UPDATES}. */
    public static final String INDEX_UPDATES = "index-updates";

    /** See {@link TopicPlan#BACKFILL_UPDATES}. */
    public static final String BACKFILL_UPDATES = "backfill-updates";

    /** See {@link TopicPlan#INDEX_CONTROL}. */
    public static final String INDEX_CONTROL = "index-control";

    /** See {@link TopicPlan#DEAD_LETTERS}. */
    public static final String DEAD_LETTERS = "dead-letters";

    private TopicNames() {}
}
