// SPDX-License-Identifier: Apache-2.0
#include "cli/output.hpp"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>

namespace penstock::cli {

namespace {

constexpr std::size_t flush_at = 64 * 1024;

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): read on the first thread, before there are others
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

std::string_view sequence(Color color) {
  switch (color) {
    case Color::plain:
      return "";
    case Color::red:
      return "\x1b[31m";
    case Color::green:
      return "\x1b[32m";
    case Color::yellow:
      return "\x1b[33m";
    case Color::blue:
      return "\x1b[34m";
    case Color::dim:
      return "\x1b[2m";
    case Color::bold:
      return "\x1b[1m";
  }
  return "";
}

bool begins_character(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U; }

}  // namespace

Output::Output(int descriptor) : descriptor_{descriptor} {
  terminal_ = ::isatty(descriptor) == 1 && environment("TERM") != "dumb";
  colors_ = terminal_ && environment("NO_COLOR").empty();
}

Output::~Output() { flush(); }

void Output::write(std::string_view text) {
  if (closed_) return;
  waiting_ += text;
  if (waiting_.size() >= flush_at) flush();
}

void Output::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty() && !closed_) {
    const auto written = ::write(descriptor_, rest.data(), rest.size());
    if (written >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {
      // Somebody else has made the shared terminal or pipe non-blocking.
      pollfd ready{.fd = descriptor_, .events = POLLOUT, .revents = 0};
      (void)::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      // A reader such as `head` that has seen enough is no failure.
      if (errno != EPIPE) error_ = {errno, std::generic_category()};
      closed_ = true;
    }
  }
  waiting_.clear();
}

std::string Output::colored(Color color, std::string_view text) const {
  if (!colors_ || color == Color::plain) return std::string{text};
  return std::string{sequence(color)}.append(text).append("\x1b[0m");
}

Output::Size Output::size() const noexcept {
  Size size;
  winsize window{};
  if (terminal_ && ::ioctl(descriptor_, TIOCGWINSZ, &window) == 0 && window.ws_col > 0 && window.ws_row > 0) {
    size.columns = window.ws_col;
    size.rows = window.ws_row;
  }
  return size;
}

std::string one_line(std::string_view text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  std::string line;
  line.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0080 to U+009F are control characters too, in two bytes.
    const bool second_set = byte == 0xc2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0U;
    if (second_set) ++i;
    line += byte < 0x20U || byte == 0x7fU || second_set ? ' ' : text[i];
  }
  return line;
}

std::size_t display_width(std::string_view text) noexcept {
  std::size_t columns = 0;
  for (const char byte : text) columns += begins_character(byte) ? 1 : 0;
  return columns;
}

std::string_view fitting(std::string_view text, std::size_t columns) noexcept {
  std::size_t taken = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && taken++ == columns) return text.substr(0, i);
  }
  return text;
}

}  // namespace penstock::cli
