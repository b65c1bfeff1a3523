/** One fault after the other, and what is told of them. */
package io.nearline.faults.campaign;
