// SPDX-License-Identifier: Apache-2.0
#include "text_tail.hpp"

#include <algorithm>
#include <fstream>
#include <ios>

namespace penstock::activities {
namespace {

constexpr std::string_view white_space = " \t\r\n";

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

/// Length of the valid UTF-8 sequence at the front; 0: there is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t n) { return static_cast<unsigned char>(text[n]); };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xc2 && first < 0xe0 ? 2 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xf0 && first < 0xf5 ? 4 : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t n = 1; n < length; ++n) {
    if (!continues(text[n])) return 0;
  }
  // Not valid although of the right shape: overlong forms, surrogates, beyond U+10FFFF.
  const unsigned second = byte(1);
  const bool wrong = (first == 0xe0 && second < 0xa0) || (first == 0xed && second >= 0xa0) || (first == 0xf0 && second < 0x90) ||
                     (first == 0xf4 && second >= 0x90);
  return wrong ? 0 : length;
}

bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return (code < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || code == 0x7f;
}

}  // namespace

std::string readable(std::string_view bytes) {
  constexpr std::string_view replacement = "\xef\xbf\xbd";  // U+FFFD
  std::string text;
  text.reserve(bytes.size());
  while (!bytes.empty()) {
    const auto length = sequence_length(bytes);
    if (length == 0) {
      text += replacement;
    } else if (length > 1 || !is_control(bytes.front())) {
      text += bytes.substr(0, length);
    }
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

std::string tail_of(const std::filesystem::path& file, std::size_t limit, const std::function<std::string(std::string_view)>& masked) {
  constexpr std::size_t longest_secret = 4096;
  std::ifstream stream{file, std::ios::binary | std::ios::ate};
  if (!stream) return {};
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(stream.tellg(), 0));
  std::string bytes(std::min(size, masked ? limit + longest_secret : limit), '\0');
  stream.seekg(static_cast<std::streamoff>(size - bytes.size()));
  stream.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(stream.gcount()));

  bool cut = size > bytes.size();
  if (masked) bytes = masked(bytes);
  std::string_view tail = bytes;
  if (tail.size() > limit) {
    tail.remove_prefix(tail.size() - limit);
    cut = true;
  }
  // A cut goes through a character as likely as not; its rest would show as damage that is not in the file.
  while (cut && !tail.empty() && continues(tail.front())) tail.remove_prefix(1);
  const auto end = tail.find_last_not_of(white_space);
  if (end == std::string_view::npos) return {};
  tail = tail.substr(0, end + 1);
  tail.remove_prefix(tail.find_first_not_of(white_space));
  return (cut ? "…" : "") + readable(tail);
}

}  // namespace penstock::activities
