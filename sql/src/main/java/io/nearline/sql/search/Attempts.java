package io.nearline.sql.search;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request, sent again while that can help: after a broken connection, and when the service or a
 * proxy says that it has no time now. Never blocks.
 */
final class Attempts {

    /** Too many requests; and no time, of the service or of what stands before it. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final HttpClient client;
    private final HttpRequest request;
    private final Duration timeout;
    private final CompletableFuture<byte[]> result = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private Duration pause = FIRST_PAUSE;
    private int count;

    private Attempts(HttpClient client, HttpRequest request, Duration timeout) {
        this.client = client;
        this.request = request;
        this.timeout = timeout;
    }

    /**
     * Body of the answer with status 200.
     *
     * @param timeout of all attempts together
     * @return fails with {@link SearchFailedException} if there is no such answer
     */
    static CompletableFuture<byte[]> of(HttpClient client, HttpRequest request, Duration timeout) {
        Attempts attempts = new Attempts(client, request, timeout);
        attempts.next();
        return attempts.result;
    }

    private void next() {
        Duration left = left();
        if (left.toMillis() <= 0) {
            result.completeExceptionally(tooLate("no answer"));
            return;
        }
        count++;
        HttpRequest attempt =
                HttpRequest.newBuilder(request, (name, value) -> true).timeout(left).build();
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(attempt, BodyHandlers.ofByteArray());
        // The client's own limit ends with the headers.
        var unused =
                sent.copy()
                        .orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete(
                                (answer, failure) -> {
                                    // Of an answer that does not end it closes the connection.
                                    sent.cancel(true);
                                    settle(answer, failure);
                                });
    }

    private void settle(@Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            // Of the cause the class alone: a message of the JDK may show what was sent.
            String said = cause == null ? "no answer" : cause.getClass().getSimpleName();
            if (cause instanceof IOException || cause instanceof TimeoutException) {
                again(doubledPause(), said);
            } else {
                result.completeExceptionally(refused(said));
            }
        } else if (answer.statusCode() == 200) {
            result.complete(answer.body());
        } else if (PASSING.contains(answer.statusCode())) {
            again(pauseAskedFor(answer), ProblemText.of(answer));
        } else {
            result.completeExceptionally(refused(ProblemText.of(answer)));
        }
    }

    private void again(Duration wait, String said) {
        if (wait.compareTo(left()) >= 0) {
            result.completeExceptionally(tooLate(said));
        } else {
            CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::next);
        }
    }

    /** Never shorter than without a word of the service, which may say 0. */
    private Duration pauseAskedFor(HttpResponse<byte[]> answer) {
        String said = answer.headers().firstValue("Retry-After").orElse("");
        Duration least = doubledPause();
        if (!said.matches("[0-9]{1,9}")) {
            return least;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(said));
        return asked.compareTo(least) < 0 ? least : asked;
    }

    private Duration doubledPause() {
        Duration now = pause;
        Duration doubled = now.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return now;
    }

    private Duration left() {
        return timeout.minusNanos(System.nanoTime() - begun);
    }

    private SearchFailedException refused(String said) {
        return new SearchFailedException(
                "The query service at %s refuses: %s".formatted(service(), said));
    }

    private SearchFailedException tooLate(String said) {
        return new SearchFailedException(
                """
                The query service at %s gave no answer that can be used within %d ms, attempts %d, \
                the last one: %s. See to the service, or raise the option '%s' of the table.\
                """
                        .formatted(
                                service(),
                                timeout.toMillis(),
                                count,
                                said,
                                SearchOptions.TIMEOUT.key()));
    }

    private URI service() {
        return request.uri();
    }
}
