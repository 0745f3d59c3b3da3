// SPDX-License-Identifier: Apache-2.0
#include "penstock/openssl/openssl_vault.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <limits>
#include <memory>

#include "openssl/base64.hpp"

namespace penstock {
namespace {

constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

unsigned char* bytes_of(char* text) { return reinterpret_cast<unsigned char*>(text); }
const unsigned char* bytes_of(const char* text) { return reinterpret_cast<const unsigned char*>(text); }

/// OpenSSL counts in int.
int size_of(std::string_view text) {
  if (text.size() > std::numeric_limits<int>::max() / 2) throw VaultError{"a secret of more than a gigabyte cannot be sealed"};
  return static_cast<int>(text.size());
}

Context new_context() {
  Context context{EVP_CIPHER_CTX_new()};
  if (!context) throw VaultError{"OpenSSL has no memory left"};
  return context;
}

[[noreturn]] void refuse_to_open() {
  throw VaultError{"is sealed with another key than the one that was given, or was changed in the store since"};
}

}  // namespace

std::string OpensslVault::seal(std::string_view secret, std::string_view place) {
  std::string sealed(nonce_size + secret.size() + tag_size, '\0');
  auto* const nonce = bytes_of(sealed.data());
  auto* const text = nonce + nonce_size;
  auto* const tag = text + secret.size();
  const auto context = new_context();
  int written = 0;
  // 96 random bits for each text: the chance that one repeats under a key stays below 2^-32 up to four thousand million texts.
  const bool done = RAND_bytes(nonce, static_cast<int>(nonce_size)) == 1 &&
                    EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.bytes().data(), nonce) == 1 &&
                    EVP_EncryptUpdate(context.get(), nullptr, &written, bytes_of(place.data()), size_of(place)) == 1 &&
                    EVP_EncryptUpdate(context.get(), text, &written, bytes_of(secret.data()), size_of(secret)) == 1 &&
                    EVP_EncryptFinal_ex(context.get(), tag, &written) == 1 &&
                    EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, static_cast<int>(tag_size), tag) == 1;
  if (!done) throw VaultError{"OpenSSL could not encrypt it with AES-256-GCM"};
  return openssl::to_base64(sealed);
}

std::string OpensslVault::open(std::string_view sealed, std::string_view place) {
  auto bytes = openssl::from_base64(sealed);
  if (!bytes || bytes->size() < nonce_size + tag_size) refuse_to_open();
  auto* const nonce = bytes_of(bytes->data());
  auto* const text = nonce + nonce_size;
  const auto length = bytes->size() - nonce_size - tag_size;
  auto* const tag = text + length;
  std::string secret(length, '\0');
  const auto context = new_context();
  int written = 0;
  const bool genuine = EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key_.bytes().data(), nonce) == 1 &&
                       EVP_DecryptUpdate(context.get(), nullptr, &written, bytes_of(place.data()), size_of(place)) == 1 &&
                       EVP_DecryptUpdate(context.get(), bytes_of(secret.data()), &written, text, static_cast<int>(length)) == 1 &&
                       EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, static_cast<int>(tag_size), tag) == 1 &&
                       EVP_DecryptFinal_ex(context.get(), tag, &written) == 1;
  if (!genuine) {
    OPENSSL_cleanse(secret.data(), secret.size());  // decrypted, but nobody vouches for it
    refuse_to_open();
  }
  return secret;
}

}  // namespace penstock
