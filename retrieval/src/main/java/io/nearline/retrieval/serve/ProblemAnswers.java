package io.nearline.retrieval.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.nearline.retrieval.serve.Problem.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes problem documents of all that goes wrong. */
final class ProblemAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    private final int largestBody;

    /**
     * @param largestBody bytes of a request's body
     */
    ProblemAnswers(int largestBody) {
        this.largestBody = largestBody;
    }

    void addTo(RoutesConfig routes) {
        routes.exception(
                QueryRefusedException.class,
                (refused, context) -> write(context, refused.problem()));
        routes.exception(HttpResponseException.class, this::translate);
        routes.exception(Exception.class, ProblemAnswers::failed);
    }

    /** What Javalin itself refuses. */
    private void translate(HttpResponseException refused, Context context) {
        Problem problem =
                switch (refused.getStatus()) {
                    case 404 ->
                            Problem.of(
                                    Kind.NOT_FOUND,
                                    "There is nothing at this address: see /openapi.yaml.");
                    case 405 ->
                            Problem.of(
                                    Kind.METHOD_NOT_ALLOWED,
                                    "This address is not used with the method %s: see /openapi.yaml."
                                            .formatted(context.method()));
                    case 413 ->
                            Problem.of(
                                    Kind.BODY_TOO_LARGE,
                                    "The body has more than %d bytes: send less."
                                            .formatted(largestBody));
                    default ->
                            Problem.of(
                                    Kind.MALFORMED_JSON,
                                    "The request cannot be read: see /openapi.yaml.");
                };
        write(context, problem);
    }

    private static void failed(Exception failure, Context context) {
        // The path alone: parameters may be what somebody typed.
        LOG.error("{} {} failed", context.method(), context.path(), failure);
        write(
                context,
                Problem.of(
                        Kind.INTERNAL,
                        "The service failed and has logged why: ask again, and tell its owner."));
    }

    private static void write(Context context, Problem problem) {
        context.status(problem.kind().status());
        if (problem.kind().mayPass()) {
            context.header("Retry-After", "1");
        }
        if (problem.kind() == Kind.UNAUTHORISED) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (problem.kind() == Kind.STOPPING || problem.kind() == Kind.BODY_TOO_LARGE) {
            context.header("Connection", "close");
        }
        context.contentType(Problem.MEDIA_TYPE).result(StateJson.problem(problem));
    }
}
