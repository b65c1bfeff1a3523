/** Tests of the whole flow. */
package io.nearline.it;
