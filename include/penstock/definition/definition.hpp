// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the author said, exactly as said: objects and fields in their order, nothing interpreted and nothing lost. Knows nothing of
/// running.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "penstock/expression/expression.hpp"

namespace penstock {

/// `{"ref": "X"}` (S-3).
struct Reference {
  std::string id;
  bool operator==(const Reference&) const = default;
};

/// A number as it was written, so that saving gives the same digits back.
struct Number {
  std::string text;
  bool operator==(const Number&) const = default;
};

/// JSON `null`: removes an inherited field (S-14).
struct Null {
  bool operator==(const Null&) const = default;
};

/// A JSON value that no field can have, such as an object that is not a reference. Kept as text for the error and for saving.
struct Unreadable {
  std::string json;
  bool operator==(const Unreadable&) const = default;
};

using FieldValue = std::variant<std::string, Reference, Number, bool, Null, Unreadable>;

/// The text of a scalar: a string itself, `3`, `true`; empty for the others (S-5).
[[nodiscard]] std::string to_text(const FieldValue& value);

/// A named list of values; a scalar is a list of one (S-5).
struct Field {
  std::string name;  ///< with its `*` if it is a secret
  std::vector<FieldValue> values;
  bool written_as_list = false;  ///< always true for more than one value
  bool repeated_key = false;     ///< the key stood more than once and the values were joined into a list

  /// Whether both say the same. `repeated_key` is about the text that was read and does not count: saving writes a list, because AWS's own
  /// tools silently drop all but the last of repeated keys.
  bool operator==(const Field& other) const;
};

/// An object of the definition. `type` and `parent` are ordinary fields.
struct Object {
  std::optional<std::string> id;
  std::optional<std::string> name;
  std::vector<Field> fields;  ///< an id or name that is no text, or a second one, is kept here

  /// The field of that name (without regard to a leading `*`), or null.
  [[nodiscard]] const Field* find(std::string_view field) const noexcept;
  [[nodiscard]] Field* find(std::string_view field) noexcept;

  bool operator==(const Object&) const = default;
};

/// Declares a value that is given from outside (S-18). `type`, `default`, `optional`, … are its attributes.
struct Parameter {
  std::string id;  ///< with its `*` if it is a secret
  std::vector<Field> attributes;

  [[nodiscard]] const Field* find(std::string_view attribute) const noexcept;

  bool operator==(const Parameter&) const = default;
};

/// Values of parameters, by parameter id.
using ParameterValues = std::vector<Field>;

/// `given`, with what `before` has besides: a value holds until it is replaced (S-19).
[[nodiscard]] ParameterValues merged(const ParameterValues& given, ParameterValues before);

struct Definition {
  std::string name;  ///< of the pipeline; a definition file has none
  std::vector<Object> objects;
  std::vector<Parameter> parameters;
  ParameterValues values;
  std::vector<std::pair<std::string, std::string>> other_members;  ///< top-level JSON members that mean nothing to us, as JSON text
  Delimiters delimiters = Delimiters::braces;

  [[nodiscard]] const Object* find(std::string_view id) const noexcept;

  bool operator==(const Definition&) const = default;
};

/// `password` for `*password`: the star marks a secret and is not part of the name (S-26).
[[nodiscard]] std::string_view without_star(std::string_view name) noexcept;
[[nodiscard]] bool is_secret(std::string_view name) noexcept;

}  // namespace penstock
