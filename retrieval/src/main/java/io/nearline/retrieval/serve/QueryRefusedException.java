package io.nearline.retrieval.serve;

/** A request gets no answer but this problem. */
final class QueryRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    QueryRefusedException(Problem problem) {
        // An answer like any other: nobody reads where it came from.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
