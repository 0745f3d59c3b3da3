// SPDX-License-Identifier: Apache-2.0
#pragma once

/// PORT: keep a secret. Turns a text into one that says nothing to whoever has no key, and back. Knows nothing of definitions.

#include <stdexcept>
#include <string>
#include <string_view>

namespace penstock {

/// A key that is none, or a sealed text that this vault cannot open. Says nothing of the key or the secret.
class VaultError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Both functions may be called from several threads at once.
class Vault {
 public:
  virtual ~Vault() = default;
  /// Printable ASCII from which nobody without the key learns more than the length of `secret`; equal secrets give different texts. It
  /// opens only with the same `place`, which is not secret: what says where the secret belongs, so that sealed texts cannot be swapped.
  /// Throws VaultError.
  [[nodiscard]] virtual std::string seal(std::string_view secret, std::string_view place) = 0;
  /// The secret again. Throws VaultError if the key is another one, or the text or its place was changed.
  [[nodiscard]] virtual std::string open(std::string_view sealed, std::string_view place) = 0;
};

}  // namespace penstock
