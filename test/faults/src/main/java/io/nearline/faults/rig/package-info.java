/** The deployment under test: broker, ZooKeeper, Flink cluster and job, each a process. */
package io.nearline.faults.rig;
