/** What is published and shipped: coordinates, POMs, licences. */
package io.nearline.it.release;
