/**
 * Faults of the query node: a broker and the node, each a process, updates that go on changing, and
 * an oracle that knows what the index must hold.
 */
package io.nearline.faults.search;
