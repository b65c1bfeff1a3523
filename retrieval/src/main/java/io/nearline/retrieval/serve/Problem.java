package io.nearline.retrieval.serve;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a request got no answer, as a problem document of RFC 9457. Neither holds the text of a query
 * nor that of a post.
 *
 * @param kind which problem
 * @param detail what was found and what to change
 * @param field the field of the request that it is about, if it is about one
 */
record Problem(Kind kind, String detail, Optional<String> field) {

    /** The media type of a problem document. */
    static final String MEDIA_TYPE = "application/problem+json";

    /** The problems that the contract names. */
    enum Kind {
        MALFORMED_JSON(400, "The body is not the JSON of a request"),
        UNKNOWN_FIELD(400, "The request has a field that the service does not know"),
        INVALID_VALUE(400, "A field of the request has a value that cannot be used"),
        UNAUTHORISED(401, "The request does not carry the token of the service"),
        NOT_FOUND(404, "There is nothing at this address"),
        METHOD_NOT_ALLOWED(405, "The address is not used with this method"),
        UNKNOWN_POST(404, "The index does not hold the post"),
        NOT_ACCEPTABLE(406, "The answer has no form that the request accepts"),
        OTHER_MODEL(409, "The model searched is not the one that the request expects"),
        NOT_REACHED(412, "What the request waits for has not reached the index"),
        BODY_TOO_LARGE(413, "The body is too large"),
        NOT_JSON(415, "The body is not declared to be JSON"),
        UNKNOWN_EXAMPLE(422, "A post to resemble is not in the index"),
        WRONG_DIMENSIONS(422, "The vector has another number of components than the model's"),
        NO_DIRECTION(422, "The query points nowhere"),
        NO_TEXTS(422, "The index holds no texts"),
        UNEMBEDDABLE_TEXT(422, "The text can have no vector"),
        TOO_MANY_REQUESTS(429, "More requests came than the service is set to answer"),
        INTERNAL(500, "The service failed"),
        OVERLOADED(503, "The service has its hands full"),
        NO_MODEL(503, "No model is searched"),
        NO_BUNDLE(503, "Texts cannot be embedded with the model searched"),
        STOPPING(503, "The service is stopping");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }

        String title() {
            return title;
        }

        /** The last part of its URN, and the outcome in metrics. */
        String slug() {
            String name = this == UNKNOWN_EXAMPLE ? UNKNOWN_POST.name() : name();
            return name.toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether the same request may succeed later. */
        boolean mayPass() {
            return status == 429 || status == 503;
        }
    }

    Problem {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(detail, "detail");
        Objects.requireNonNull(field, "field");
    }

    static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, Optional.empty());
    }

    static Problem inField(Kind kind, String field, String detail) {
        return new Problem(kind, detail, Optional.of(field));
    }

    /** The problem as a failure of the call that met it. */
    QueryRefusedException thrown() {
        return new QueryRefusedException(this);
    }
}
