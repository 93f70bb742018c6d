/// What the server counts: requests, latencies, batches, errors, and how the inputs differ from those of the training, as
/// text for Prometheus.
package org.chainrule.serve.measure;
