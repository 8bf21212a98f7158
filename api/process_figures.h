// What the kernel says of this process, for its metrics.
#pragma once

namespace zhipi::api {

// In the units of Prometheus' process metrics; 0 where the kernel does not say.
struct ProcessFigures {
  double resident_bytes = 0;
  double processor_seconds = 0;  // user and system
  double started = 0;            // seconds since 1970
  double open_descriptors = 0;
  double most_descriptors = 0;
};

ProcessFigures process_figures();

}  // namespace zhipi::api
