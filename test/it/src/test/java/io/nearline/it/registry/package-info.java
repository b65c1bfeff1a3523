/** The client of schema registries against a real one. */
package io.nearline.it.registry;
