// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an expression yields (S-196).

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "penstock/time.hpp"

namespace penstock {

class Value;
using List = std::vector<Value>;

/// Points to another object or instance. `id` is what a person reads (S-212); `target` means something to the `Scope` that made it.
struct ObjectRef {
  std::string id;
  std::uint64_t target = 0;

  bool operator==(const ObjectRef&) const = default;
};

/// A text, integer, double, date-time, reference or list. A plain value.
class Value {
 public:
  using Variant = std::variant<std::string, std::int64_t, double, Instant, ObjectRef, List>;

  Value() = default;
  Value(std::string text) : held_{std::move(text)} {}
  Value(const char* text) : held_{std::string{text}} {}
  Value(std::int64_t integer) : held_{integer} {}
  Value(double number) : held_{number} {}
  Value(Instant instant) : held_{instant} {}
  Value(ObjectRef reference) : held_{std::move(reference)} {}
  Value(List list) : held_{std::move(list)} {}

  [[nodiscard]] const Variant& held() const noexcept { return held_; }

  template <class T>
  [[nodiscard]] const T* as() const noexcept {
    return std::get_if<T>(&held_);
  }

  bool operator==(const Value&) const = default;

 private:
  Variant held_;
};

/// The text that stands for the value inside other text: S-198 for doubles, S-203 for date-times, S-212 for references; the elements
/// of a list are joined with commas (S-201).
[[nodiscard]] std::string to_text(const Value& value);

}  // namespace penstock
