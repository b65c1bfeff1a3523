package io.nearline.testkit;

import io.nearline.schemas.PostEvent;
import io.nearline.schemas.UpdateKind;

/**
 * What the index-updates topic must hold for a post once everything has been processed.
 *
 * @param postId the post
 * @param revision revision of the last update
 * @param kind UPSERT or DELETE
 * @param text the text that the vector was made of; empty for a DELETE
 * @param event the event that the update came from, for its attributes, language and times
 */
public record ExpectedPost(
        String postId, long revision, UpdateKind kind, String text, PostEvent event) {}
