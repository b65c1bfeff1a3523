/**
 * What is common to files of posts in any format: where in a file something is, and the failure
 * that says so.
 */
package io.nearline.pipeline.input;
