// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Arithmetic and concatenation (S-197 to S-200).

#include "expression/operand.hpp"
#include "expression/program.hpp"

namespace penstock::expression {

/// Applies `+ - * / ^`. One list is worked on element by element, two are joined by `+` and refused otherwise.
[[nodiscard]] Evaluated combine(Op op, Operand left, Operand right, Allowance& allowance);

[[nodiscard]] Evaluated negate(Operand operand);

}  // namespace penstock::expression
