package io.nearline.retrieval.serve;

import io.javalin.http.Context;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Notes when the first byte of a request was seen: from then on the request waits for a thread. */
final class RequestArrival extends Handler.Wrapper {

    private static final String NAME = RequestArrival.class.getName();

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        request.setAttribute(NAME, request.getBeginNanoTime());
        return super.handle(request, response, callback);
    }

    /** When that was, as {@link System#nanoTime} tells it; now if nobody noted it. */
    static long nanoTime(Context context) {
        @Nullable Long noted = context.attribute(NAME);
        return noted == null ? System.nanoTime() : noted;
    }
}
