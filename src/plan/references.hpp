// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Finds what references name.

#include <string_view>

#include "plan/compilation.hpp"

namespace penstock::compiling {

/// How the author wrote it: `{"ref": "X"}`, or a plain text where a reference is expected (S-9).
enum class Spelling { reference, plain_text };

struct Found {
  DraftIndex object = nobody;
  std::string_view problem;  ///< the code that was reported, if there is no such object
};

/// The object of that id. Reports, on `writer`, an unknown id, a name in the place of an id (S-2) and the plain spelling.
Found find_object(Compilation&, const Draft& writer, std::string_view field, std::string_view id, Spelling spelling);

/// Reports a reference to an object of the wrong kind (S-28). `type` is what the writer's type says of the field, if it has one.
void check_target(Compilation&, const Draft& writer, std::string_view field, const FieldType* type, const Draft& target);

}  // namespace penstock::compiling
