/** The topic of posts: in which format its records are, Nearline's own or the team's. */
@NullMarked
package io.nearline.retrieval.posts;

import org.jspecify.annotations.NullMarked;
