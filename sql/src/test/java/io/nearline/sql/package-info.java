/** What the tests of the module share. */
package io.nearline.sql;
