package io.nearline.cli.terminal;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows what a long command is doing, from a thread of its own: on a terminal each second in one
 * place, elsewhere as a line with the time each ten seconds. Owns its status line.
 */
public final class Heartbeat implements AutoCloseable {

    private static final Duration ON_A_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final StatusLine status;
    private final ScheduledExecutorService thread;

    private Heartbeat(StatusLine status, ScheduledExecutorService thread) {
        this.status = status;
        this.thread = thread;
    }

    /**
     * Starts.
     *
     * @param doing what the command is doing at the moment; asked from another thread
     */
    public static Heartbeat start(StatusLine status, Supplier<String> doing) {
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(
                        work -> {
                            Thread daemon = new Thread(work, "nearline-heartbeat");
                            daemon.setDaemon(true);
                            return daemon;
                        });
        long millis = (status.isTerminal() ? ON_A_TERMINAL : ELSEWHERE).toMillis();
        var unused =
                thread.scheduleAtFixedRate(
                        () -> status.show(line(status, doing.get(), Clock.systemUTC())),
                        millis,
                        millis,
                        TimeUnit.MILLISECONDS);
        return new Heartbeat(status, thread);
    }

    private static String line(StatusLine status, String doing, Clock clock) {
        return status.isTerminal() ? doing : TIME.format(clock.instant()) + "  " + doing;
    }

    /** Shows nothing more. */
    public void stop() {
        thread.shutdownNow();
        try {
            var unused = thread.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        status.close();
    }
}
