package io.nearline.retrieval.serve;

import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.nearline.retrieval.search.Plan;
import io.nearline.retrieval.serve.Problem.Kind;
import io.nearline.retrieval.serve.QueryGate.Pass;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code /v1/search}, in its long form and its short one. */
final class SearchEndpoint {

    private static final String JSON_LINES = "application/x-ndjson";
    private static final String UNREAD = "unknown";

    private final SearchCallReader reader = new SearchCallReader();
    private final QueryService service;
    private final QueryGate searches;
    private final QueryGate waits;
    private final QueryMetrics metrics;
    private final int largestBody;

    /** How a request is read. */
    @FunctionalInterface
    private interface Reading {
        SearchCall read(Context request);
    }

    /**
     * The endpoint.
     *
     * @param searches lets in searches that do not wait
     * @param waits lets in those that do: they hold a thread and little else
     */
    SearchEndpoint(
            QueryService service,
            QueryGate searches,
            QueryGate waits,
            QueryMetrics metrics,
            int largestBody) {
        this.service = service;
        this.searches = searches;
        this.waits = waits;
        this.metrics = metrics;
        this.largestBody = largestBody;
    }

    void post(Context context) {
        handle(context, this::read);
    }

    void get(Context context) {
        handle(context, request -> reader.fromParameters(request.queryParamMap()));
    }

    private void handle(Context context, Reading reading) {
        String mode = UNREAD;
        long arrived = RequestArrival.nanoTime(context);
        try {
            SearchCall call = reading.read(context);
            mode = call.mode().word();
            QueryGate gate = call.after().isEmpty() ? searches : waits;
            Pass pass = gate.enter();
            try {
                long letIn = System.nanoTime();
                QueryAnswer answer = service.search(call);
                long answered = System.nanoTime();
                write(context, answer);
                StageTimes stages =
                        StageTimes.of(letIn - arrived, answer, System.nanoTime() - answered);
                context.header("Server-Timing", stages.header());
                metrics.answered(answer, stages);
            } finally {
                pass.giveBack();
            }
        } catch (QueryRefusedException e) {
            metrics.refused(mode, e.problem().kind());
            throw e;
        } catch (RuntimeException e) {
            metrics.refused(mode, Kind.INTERNAL);
            throw e;
        }
    }

    private SearchCall read(Context context) {
        @Nullable String type = context.contentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith(ContentType.JSON)) {
            throw Problem.of(
                            Kind.NOT_JSON,
                            "The body is not declared to be JSON: send the header Content-Type:"
                                    + " application/json.")
                    .thrown();
        }
        return reader.fromBody(body(context));
    }

    private byte[] body(Context context) {
        try (InputStream in = context.bodyInputStream()) {
            byte[] body = in.readNBytes(largestBody + 1);
            if (body.length > largestBody) {
                throw Problem.of(
                                Kind.BODY_TOO_LARGE,
                                "The body has more than %d bytes: send less."
                                        .formatted(largestBody))
                        .thrown();
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("The body broke off", e);
        }
    }

    private static void write(Context context, QueryAnswer answer) {
        Plan plan = answer.found().plan();
        context.header("Nearline-Model", answer.found().model().name());
        context.header("Nearline-Model-Digest", answer.found().model().digest());
        context.header("Nearline-Plan", SearchJson.word(plan.method()));
        context.header("Nearline-Expected-Recall", String.valueOf(plan.expectedRecall()));
        context.header("Nearline-Updates", String.valueOf(answer.found().watermark().updates()));
        context.header("Nearline-Took", String.valueOf(SearchJson.millis(answer.totalNanos())));
        if (wantsLines(context)) {
            context.contentType(JSON_LINES).result(SearchJson.candidates(answer));
        } else {
            context.contentType(ContentType.APPLICATION_JSON).result(SearchJson.answer(answer));
        }
    }

    private static boolean wantsLines(Context context) {
        @Nullable String accept = context.header("Accept");
        return accept != null && accept.contains(JSON_LINES);
    }
}
