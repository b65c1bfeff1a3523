/** The faults: how each is brought about, and how it ends. */
package io.nearline.faults.fault;
