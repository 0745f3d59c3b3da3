// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What every store must do, as cases that a store's author runs under any test framework:
///
///     for (const StoreCase& check : store_conformance()) check.run(factory);
///
/// Knows the port only, no store in particular.

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "penstock/store/store.hpp"

namespace penstock {

/// A store does not do what it must; `what()` says in words what was expected.
class ConformanceFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Gives a `Store` that is not open, each time on the same recorded rows, as if a program had been started once more. Several of them may
/// exist at a time; destroying one that is open closes it. Each case is to be given a factory whose rows are none at first.
using StoreFactory = std::function<std::unique_ptr<Store>()>;

struct StoreCase {
  std::string name;  ///< a sentence without spaces, `LikeThis`
  /// Throws ConformanceFailure, or whatever the store throws.
  std::function<void(const StoreFactory&)> run;
};

/// All cases. New ones come with new versions of Penstock.
[[nodiscard]] std::vector<StoreCase> store_conformance();

}  // namespace penstock
