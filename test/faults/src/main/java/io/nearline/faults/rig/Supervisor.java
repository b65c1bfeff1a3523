package io.nearline.faults.rig;

import io.nearline.testcluster.StandaloneCluster;

/** Replaces processes of the cluster that died, as Kubernetes does. */
final class Supervisor implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 200;

    private final StandaloneCluster cluster;
    private final Thread thread = new Thread(this::run, "supervisor");
    private volatile boolean closed;

    Supervisor(StandaloneCluster cluster) {
        this.cluster = cluster;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            cluster.replaceDead();
            try {
                Thread.sleep(LOOK_EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
