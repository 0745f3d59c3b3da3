// SPDX-License-Identifier: Apache-2.0
#include "cli/words.hpp"

#include <fmt/format.h>

#include <chrono>

namespace penstock::cli {

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  if (count == 1) return fmt::format("1 {}", one);
  return many.empty() ? fmt::format("{} {}s", count, one) : fmt::format("{} {}", count, many);
}

std::string in_words(Duration duration) {
  using namespace std::chrono;
  const auto two = [](std::int64_t large, const char* large_unit, std::int64_t small, const char* small_unit) {
    return small == 0 ? fmt::format("{} {}", large, large_unit) : fmt::format("{} {} {} {}", large, large_unit, small, small_unit);
  };
  if (duration < seconds{1}) return fmt::format("{} ms", duration.count());
  if (duration < seconds{10}) return fmt::format("{:.3g} s", static_cast<double>(duration.count()) / 1000);
  const auto all = round<seconds>(duration).count();
  if (all < 60) return fmt::format("{} s", all);
  if (all < 3600) return two(all / 60, "min", all % 60, "s");
  if (all < 86'400) return two(all / 3600, "h", all % 3600 / 60, "min");
  return two(all / 86'400, "d", all % 86'400 / 3600, "h");
}

}  // namespace penstock::cli
