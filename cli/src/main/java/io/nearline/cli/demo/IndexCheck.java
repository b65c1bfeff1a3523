package io.nearline.cli.demo;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * Compares the published index with what it must have come to.
 *
 * @param live posts that the index must hold a vector of
 * @param covered those that it holds one of the new model of
 * @param regressed posts of which the final update, under any model, is not the newest revision
 */
public record IndexCheck(long live, long covered, long regressed) {

    /**
     * Checks every post.
     *
     * @param models whose updates are checked
     * @param newModel whose coverage is measured
     * @param failed whether a revision of a post became a dead letter, which leaves what was
     *     published before it standing
     */
    static IndexCheck of(
            FedPosts fed,
            LastUpdates published,
            List<String> models,
            String newModel,
            BiPredicate<String, Long> failed) {
        long[] counts = new long[3];
        fed.forEach(
                (postId, newest) -> {
                    boolean covered =
                            published.of(postId, newModel).filter(FedPosts.State::live).isPresent();
                    boolean regressed =
                            models.stream()
                                            .flatMap(model -> published.of(postId, model).stream())
                                            .anyMatch(last -> !isNewest(last, newest))
                                    && !failed.test(postId, newest.revision());
                    counts[0] += newest.live() ? 1 : 0;
                    counts[1] += newest.live() && covered ? 1 : 0;
                    counts[2] += regressed ? 1 : 0;
                });
        return new IndexCheck(counts[0], counts[1], counts[2]);
    }

    /** Share of the live posts that are covered; 1 if there is none to cover. */
    double coverage() {
        return live == 0 ? 1 : covered / (double) live;
    }

    private static boolean isNewest(FedPosts.State last, FedPosts.State newest) {
        return last.says(newest)
                && last.revision() >= newest.since()
                && last.revision() <= newest.revision();
    }
}
