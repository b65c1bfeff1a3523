package io.nearline.retrieval.search;

import java.util.Objects;
import java.util.Optional;

/**
 * How posts that belong together appear in an answer.
 *
 * @param group at most so many posts of one group; a post without the attribute is a group of its
 *     own
 * @param collapseFrom cosine from which on a post counts as the same as a better one and is left
 *     out, above 0 up to 1
 */
public record Shape(Optional<Group> group, Optional<Double> collapseFrom) {

    /** Every post by itself. */
    public static final Shape PLAIN = new Shape(Optional.empty(), Optional.empty());

    /**
     * Posts with one value of an attribute.
     *
     * @param attribute name of the attribute, such as the one that names the author
     * @param most posts of one group in the answer, 1 or more
     */
    public record Group(String attribute, int most) {

        public Group {
            Objects.requireNonNull(attribute, "attribute");
            if (most < 1) {
                throw new IllegalArgumentException(
                        "At most %d posts of one '%s': 1 or more.".formatted(most, attribute));
            }
        }
    }

    public Shape {
        Objects.requireNonNull(group, "group");
        Objects.requireNonNull(collapseFrom, "collapseFrom");
        collapseFrom.ifPresent(
                cosine -> {
                    if (!(cosine > 0 && cosine <= 1)) {
                        throw new IllegalArgumentException(
                                "Posts collapse from a cosine of %s: above 0 up to 1."
                                        .formatted(cosine));
                    }
                });
    }

    /** The same with at most so many posts of one value of an attribute. */
    public Shape groupedBy(String attribute, int most) {
        return new Shape(Optional.of(new Group(attribute, most)), collapseFrom);
    }

    /** The same without posts that resemble a better one this much. */
    public Shape collapsedFrom(double cosine) {
        return new Shape(group, Optional.of(cosine));
    }
}
