/** Models that are made for tests. */
package io.nearline.it.model;
