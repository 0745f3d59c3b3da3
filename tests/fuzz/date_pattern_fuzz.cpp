// SPDX-License-Identifier: Apache-2.0
/// Any pattern prints and reads any date, or is refused. An input has up to three lines: a pattern, a text to read with it, a zone.

#include <array>
#include <chrono>
#include <string>
#include <string_view>

#include "fuzz/claim.hpp"
#include "penstock/expression/functions.hpp"

namespace penstock {
namespace {

using fuzzing::claim;

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return line;
}

void check_error(const ExpressionError& error, std::string_view text) {
  claim(!error.code.empty() && !error.message.empty(), "every error has a code and a message");
  claim(error.position <= text.size(), "the position of an error lies in the text");
}

/// Of what is wrong when a text is read with a pattern.
void check_error(const ExpressionError& error, std::string_view pattern, std::string_view text) {
  check_error(error, pattern.size() > text.size() ? pattern : text);
}

/// Leap days, the ends of years, before 1970, and times of Berlin that are skipped or come twice.
constexpr std::array<std::int64_t, 6> moments{
    0, 1'330'473'600'000, 1'388'534'399'999, -2'208'988'800'001, 1'364'692'500'000, 1'382'837'400'000};

void print_with(std::string_view pattern, std::string_view zone) {
  for (const std::int64_t moment : moments) {
    const Instant instant{std::chrono::milliseconds{moment}};
    const auto printed = format(instant, pattern, zone);
    if (!printed) {
      check_error(printed.error(), pattern);
      return;
    }
    if (const auto read = parse_date(*printed, pattern, zone); !read) check_error(read.error(), pattern, *printed);
  }
}

/// The pattern that loses nothing gives back every date that can be read at all.
void print_exactly(Instant instant) {
  constexpr std::string_view everything = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";
  const auto printed = format(instant, everything, "UTC");
  claim(printed.has_value(), "a date that was read can be printed");
  const auto again = parse_date(*printed, everything, "UTC");
  claim(again.has_value() && *again == instant, "a date that is printed in full reads as the same date");
}

}  // namespace
}  // namespace penstock

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  std::string_view rest = fuzzing::as_text(data, size);
  const std::string_view pattern = next_line(rest);
  const std::string_view text = next_line(rest);
  const std::string_view zone = rest.empty() ? std::string_view{"Europe/Berlin"} : rest;

  print_with(pattern, zone);
  if (const auto read = parse_date(text, pattern, zone); read) {
    print_exactly(*read);
  } else {
    check_error(read.error(), pattern, text);
  }
  if (const auto read = parse_date(text); read) {
    print_exactly(*read);
  } else {
    check_error(read.error(), text);
  }
  return 0;
}
