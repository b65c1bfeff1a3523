package io.nearline.faults.agent;

/** Counts the calls that an order makes fail. */
final class FailingCalls {
    private long id = ModelOrder.NONE.id();
    private int left;

    /** Whether the call at hand is one of those. */
    synchronized boolean takes(ModelOrder order) {
        if (order.id() != id) {
            id = order.id();
            left = order.amount();
        }
        if (left <= 0) {
            return false;
        }
        left--;
        return true;
    }
}
