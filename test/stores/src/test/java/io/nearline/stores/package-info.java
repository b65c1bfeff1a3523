/** The stores of topics/examples against the servers that they are written for. */
package io.nearline.stores;
