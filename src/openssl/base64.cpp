// SPDX-License-Identifier: Apache-2.0
#include "openssl/base64.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace penstock::openssl {

std::string to_base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL ends it with a NUL
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), reinterpret_cast<const unsigned char*>(bytes.data()),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::string bytes(text.size() / 4 * 3, '\0');
  const int length = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
  if (length < 0 || static_cast<std::size_t>(length) != bytes.size()) return std::nullopt;
  // OpenSSL decodes padding as zero bytes, and forgives white space around the text.
  for (auto end = text.size(); end > 0 && text[end - 1] == '=' && text.size() - end < 2; --end) bytes.pop_back();
  auto again = to_base64(bytes);
  const bool same = again == text;
  OPENSSL_cleanse(again.data(), again.size());
  return same ? std::optional{std::move(bytes)} : std::nullopt;
}

}  // namespace penstock::openssl
