// SPDX-License-Identifier: Apache-2.0
#include "bench/memory.hpp"

#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace penstock::bench {

std::int64_t resident_bytes() {
  ::malloc_trim(0);
  std::ifstream file{"/proc/self/statm"};
  std::int64_t size = 0;
  std::int64_t resident = 0;
  if (!(file >> size >> resident)) throw std::runtime_error{"/proc/self/statm cannot be read"};
  return resident * ::sysconf(_SC_PAGESIZE);
}

std::int64_t peak_resident_bytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace penstock::bench
