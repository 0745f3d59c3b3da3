// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Judges a definition before anything is done with it.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "penstock/definition/definition.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/plan/plan.hpp"
#include "penstock/time.hpp"

namespace penstock::cli {

/// Something worth knowing that is no problem here.
struct Note {
  std::string code{};
  std::vector<std::string> objects{};
  std::string field{};
  std::string message{};
};

/// `note  Crunch.maximumRetries: …  [ServiceDefault]`; of several objects, `note  maximumRetries of Crunch, Load: …  [ServiceDefault]`.
[[nodiscard]] std::string to_text(const Note& note, std::string_view word = "note");

struct Judgement {
  Diagnostics diagnostics;           ///< errors and warnings
  std::shared_ptr<const Plan> plan;  ///< null if there are errors
  std::vector<Note> notes;
};

/// Whether it can be activated now with these values.
[[nodiscard]] Judgement judge_for_running(const Definition& definition, const ParameterValues& values, Profile profile, Instant now);

/// Whether it can be read at all: values that are still missing are notes, whatever else was given (S-23). The plan then knows no intervals
/// where they depend on such a value.
[[nodiscard]] Judgement judge_for_reading(const Definition& definition, const ParameterValues& values, Profile profile, Instant now);

/// For running, but if parameters lack values and `values` is empty, that is a note instead of an error, because values may be given later.
[[nodiscard]] Judgement judge(const Definition& definition, const ParameterValues& values, Profile profile, Instant now);

/// Where AWS's service would do something else than what `plan`, compiled under the embedded profile, says (profiles.md): refuse it, or put
/// in other defaults. `here` is what was reported under the embedded profile.
[[nodiscard]] std::vector<Note> service_differences(const Definition& definition, const ParameterValues& values, const Plan& plan,
                                                    const Diagnostics& here, Instant now);

}  // namespace penstock::cli
