/** Others that do the job, on the same posts and model. */
package io.nearline.bench.peer;
