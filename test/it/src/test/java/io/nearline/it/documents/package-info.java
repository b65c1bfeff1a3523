/** What is written for people: that it hangs together. */
package io.nearline.it.documents;
