// SPDX-License-Identifier: Apache-2.0
#pragma once

/// From members of a JSON object to fields, and back to text.

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "definition/json_tree.hpp"
#include "penstock/definition/definition.hpp"

namespace penstock::json {

/// Whether this is the web service's way to write fields: `[{"key": "period", "stringValue": "1 day"}, …]`.
[[nodiscard]] bool is_service_list(const Value& value);

/// Collects fields and joins those of one name, in order (S-5). Takes the texts out of the values that it is given.
class FieldReader {
 public:
  explicit FieldReader(std::vector<Field>& fields) : fields_{fields} {}

  /// A member of the command-line form: `"name": value`.
  void add(Value& member);
  /// A list for which `is_service_list` holds. A key that comes again is this form's way to write a list.
  void add_service_list(Value& list);
  /// An entry of the service's parameter values, `{"id": …, "stringValue": …}`; false if it is none.
  [[nodiscard]] bool add_service_value(Value& entry);

 private:
  void add_service_field(const std::string& name, FieldValue value);
  /// The field of that name and whether it is new.
  std::pair<Field&, bool> field(std::string name);

  std::vector<Field>& fields_;
  // Once there are more than a few: an object of a hostile file can have a million fields.
  std::unordered_map<std::string, std::size_t> positions_;
};

}  // namespace penstock::json
