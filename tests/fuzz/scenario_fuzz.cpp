// SPDX-License-Identifier: Apache-2.0
/// Any bytes are a scenario or a script, or are refused with a reason; a scenario that was read can be played, and goes wrong in the ways
/// that are said and in no other.

#include <optional>
#include <string>
#include <string_view>

#include "fuzz/claim.hpp"
#include "fuzz/limited_store.hpp"
#include "penstock/definition/diagnostics.hpp"
#include "penstock/store/memory_store.hpp"
#include "penstock/testing/scenario.hpp"
#include "testing/scenario_play.hpp"

namespace penstock::testing {
namespace {

using fuzzing::claim;

void read_as_script(std::string_view text) {
  try {
    (void)Script::read(text);
  } catch (const ScriptError& error) {
    claim(!std::string_view{error.what()}.empty(), "a refusal says why");
  }
}

std::optional<ScenarioFile> read(std::string_view text) {
  try {
    return read_scenario(text);
  } catch (const ScenarioError& error) {
    claim(!std::string_view{error.what()}.empty(), "a refusal says why");
    return std::nullopt;
  }
}

void play_a_while(const ScenarioFile& scenario) {
  MemoryStore rows;
  fuzzing::LimitedStore store{rows};
  try {
    Stage stage{scenario, {}, store, rows};
    play(stage, scenario);
    for (const auto& difference : stage.differences) claim(!to_text(difference).empty(), "a difference can be printed");
  } catch (const ScriptError&) {
  } catch (const ScenarioError&) {
  } catch (const DefinitionError& error) {
    claim(has_errors(error.diagnostics()), "a refusal names an error");
  } catch (const fuzzing::Enough&) {
  }
}

}  // namespace
}  // namespace penstock::testing

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  const std::string_view text = fuzzing::as_text(data, size);
  testing::read_as_script(text);
  if (const auto scenario = testing::read(text)) testing::play_a_while(*scenario);
  return 0;
}
