// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Judges a definition before anything is done with it.

#include <memory>
#include <string>
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

/// `note  Crunch.maximumRetries: …  [ServiceDefault]`
[[nodiscard]] std::string to_text(const Note& note);

struct Judgement {
  Diagnostics diagnostics;           ///< errors and warnings
  std::shared_ptr<const Plan> plan;  ///< null if there are errors
  std::vector<Note> notes;
};

/// Whether it can be activated now with these values.
[[nodiscard]] Judgement judge_for_running(const Definition& definition, const ParameterValues& values, Profile profile, Instant now);

/// The same, but if parameters lack values and `values` is empty, that is a note instead of an error, because values may be given later
/// (S-23).
[[nodiscard]] Judgement judge(const Definition& definition, const ParameterValues& values, Profile profile, Instant now);

/// Where AWS's service would do something else than what `plan`, compiled under the embedded profile, says (profiles.md): refuse it, or put
/// in other defaults. `here` is what was reported under the embedded profile.
[[nodiscard]] std::vector<Note> service_differences(const Definition& definition, const ParameterValues& values, const Plan& plan,
                                                    const Diagnostics& here, Instant now);

}  // namespace penstock::cli
