/** One run: who is measured when, and what is made of it. */
package io.nearline.bench.run;
