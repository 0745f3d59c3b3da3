// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Fields that must be known before anything runs: they may use parameters, constants and other such fields, but nothing that an instance
/// brings (S-64, S-213).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "plan/compilation.hpp"

namespace penstock::compiling {

/// A value that is known before anything runs.
struct Constant {
  Value value;
  bool secret = false;  ///< something secret went into it, so that no message may show it (S-26)

  [[nodiscard]] std::string text() const { return to_text(value); }
  /// The text in quotes, as far as it may be shown.
  [[nodiscard]] std::string shown() const;
};

/// The value of the field; none if the object has no such field, if the field is wrong (which is reported, here with `code` or where the
/// mistake is), or if a parameter that it needs has no value yet.
std::optional<Constant> constant(Compilation&, const Draft& draft, std::string_view field, std::string_view code);

/// The value if it is a constant. Says nothing if it is not: the field may wait for an instance.
std::optional<Constant> constant_if_known(Compilation&, const Draft& draft, std::string_view field);

/// A whole number of at least `least`, or the diagnostic `BadInteger`.
std::optional<std::int32_t> constant_integer(Compilation&, const Draft& draft, std::string_view field, std::int32_t least);

/// Whether a length of time in this unit is one that the profile knows (S-50).
[[nodiscard]] bool knows_unit(const Compilation&, Period::Unit unit) noexcept;

/// A length of time, or the diagnostic `BadPeriod`.
std::optional<Duration> constant_duration(Compilation&, const Draft& draft, std::string_view field);

/// Units as a message may list them.
[[nodiscard]] std::string_view known_units(const Compilation&) noexcept;

}  // namespace penstock::compiling
