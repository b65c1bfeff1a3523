/**
 * The fault campaign: breaks a real cluster in every way known while posts go on changing, and
 * checks the history of its topics.
 */
package io.nearline.faults;
