/**
 * The roads that users take: the command line and the job jar, each in a JVM with exactly the class
 * path that a user has. What is only on the tests' class path cannot help here.
 */
package io.nearline.it.road;
