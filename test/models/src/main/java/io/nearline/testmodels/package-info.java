/**
 * Sentence-embedding models of a few hundred weights, written at test time, so that no binary is
 * committed and every kind of graph and tokenizer that the product meets can be made on purpose.
 */
package io.nearline.testmodels;
