package io.nearline.pipeline.config;

import org.apache.flink.connector.base.DeliveryGuarantee;

/** What a restart may do to the output. */
public enum Delivery {
    /** A revision may be published twice. */
    AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE),
    /** Each revision is published once, in a transaction that ends with a checkpoint. */
    EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE);

    private final DeliveryGuarantee guarantee;

    Delivery(DeliveryGuarantee guarantee) {
        this.guarantee = guarantee;
    }

    DeliveryGuarantee guarantee() {
        return guarantee;
    }

    /** The value as it is configured. */
    @Override
    public String toString() {
        return guarantee.toString();
    }
}
