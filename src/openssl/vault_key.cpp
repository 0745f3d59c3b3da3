// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <system_error>

#include "openssl/base64.hpp"
#include "penstock/openssl/openssl_vault.hpp"

namespace penstock {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const auto first = text.find_first_not_of(white);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(white) - first + 1);
}

std::optional<unsigned char> hex_digit(char digit) {
  if (digit >= '0' && digit <= '9') return static_cast<unsigned char>(digit - '0');
  if (digit >= 'a' && digit <= 'f') return static_cast<unsigned char>(digit - 'a' + 10);
  if (digit >= 'A' && digit <= 'F') return static_cast<unsigned char>(digit - 'A' + 10);
  return std::nullopt;
}

[[noreturn]] void refuse_file(const std::filesystem::path& file, std::string_view why) {
  throw VaultError{fmt::format("the key file \"{}\" cannot be used: {}", file.native(), why)};
}

/// Closes on every way out.
struct Descriptor {
  explicit Descriptor(int number) : number{number} {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number;
};

}  // namespace

VaultKey::VaultKey(std::string_view text) {
  text = trimmed(text);
  if (text.size() == 2 * size) {
    for (std::size_t i = 0; i < size; ++i) {
      const auto high = hex_digit(text[2 * i]);
      const auto low = hex_digit(text[2 * i + 1]);
      if (!high || !low) throw VaultError{"the key is no key: one of its 64 characters is no hexadecimal digit"};
      bytes_[i] = static_cast<unsigned char>(*high * 16 + *low);
    }
    return;
  }
  auto decoded = text.size() == (size + 2) / 3 * 4 ? openssl::from_base64(text) : std::nullopt;
  if (!decoded || decoded->size() != size) {
    throw VaultError{"the key is no key: it must be 32 bytes, as 64 hexadecimal digits or in base64; `openssl rand -hex 32` makes one"};
  }
  std::copy(decoded->begin(), decoded->end(), bytes_.begin());
  OPENSSL_cleanse(decoded->data(), decoded->size());
}

VaultKey::~VaultKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

VaultKey VaultKey::read(const std::filesystem::path& file) {
  // NONBLOCK: a pipe without a writer would be waited for, and is refused below.
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (opened.number < 0) refuse_file(file, std::generic_category().message(errno));
  struct stat status {};
  if (::fstat(opened.number, &status) != 0) refuse_file(file, std::generic_category().message(errno));
  if (!S_ISREG(status.st_mode)) refuse_file(file, "it is no regular file");
  if ((status.st_mode & (S_IROTH | S_IWOTH)) != 0) refuse_file(file, "everybody on this machine may read or write it; chmod 600 it");

  std::array<char, 256> text{};  // a key needs 65
  const auto length = ::read(opened.number, text.data(), text.size());
  if (length < 0) refuse_file(file, std::generic_category().message(errno));
  try {
    VaultKey key{std::string_view{text.data(), static_cast<std::size_t>(length)}};
    OPENSSL_cleanse(text.data(), text.size());
    return key;
  } catch (const VaultError& error) {
    OPENSSL_cleanse(text.data(), text.size());
    refuse_file(file, error.what());
  }
}

}  // namespace penstock
