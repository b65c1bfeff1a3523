package io.nearline.operations.backfill.submit;

import java.net.URI;

/** What runs a backfill. */
public sealed interface BackfillTarget {

    /** A Flink of its own, in the process that submits. */
    record ThisProcess() implements BackfillTarget {}

    /**
     * A Flink cluster that is there.
     *
     * @param rest its REST endpoint
     */
    record FlinkCluster(URI rest) implements BackfillTarget {}

    /**
     * The Flink Kubernetes Operator.
     *
     * @param image where the cluster finds the image of {@code deploy/image}
     */
    record Kubernetes(String image) implements BackfillTarget {

        /** Where that image has the bundles that come with it, each by its model's name. */
        public static final String BUNDLES = "/opt/nearline/models/";
    }
}
