/** What may know what: the rules of the modules and their packages, checked on the bytecode. */
package io.nearline.it.architecture;
