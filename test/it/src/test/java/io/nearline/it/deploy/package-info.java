/** Checks what `deploy/` hands to a cluster, without one. */
package io.nearline.it.deploy;
