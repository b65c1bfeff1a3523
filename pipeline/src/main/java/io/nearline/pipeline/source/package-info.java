/** What sources made of other sources share. */
package io.nearline.pipeline.source;
