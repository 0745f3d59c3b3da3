// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a fuzz target claims about every input. A false claim ends the program, which is how a fuzzer notices it.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// One input, as libFuzzer or the replay of a corpus hands it over; each target defines it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace penstock::fuzzing {

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) { return {reinterpret_cast<const char*>(data), size}; }

inline void claim(bool holds, const char* sentence) {
  if (holds) return;
  std::fprintf(stderr, "not true of this input: %s\n", sentence);
  std::abort();
}

}  // namespace penstock::fuzzing
