/** Posts that go on changing whatever happens, and the reader of everything that comes of it. */
package io.nearline.faults.workload;
