/** Dead letters as people see them: read, filtered, counted and replayed. */
package io.nearline.operations.deadletters;
