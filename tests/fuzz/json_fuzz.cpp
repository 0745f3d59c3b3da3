// SPDX-License-Identifier: Apache-2.0
/// Any bytes are a definition or are refused with a reason; what is read survives saving and can be compiled or judged.

#include <memory>
#include <string>
#include <string_view>

#include "fuzz/claim.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock {
namespace {

using fuzzing::claim;

void explain(const Diagnostics& diagnostics) {
  claim(has_errors(diagnostics), "a refusal names an error");
  claim(!to_text(diagnostics).empty(), "a refusal can be printed");
  for (const Diagnostic& diagnostic : diagnostics) {
    claim(!diagnostic.code.empty() && !diagnostic.message.empty(), "every diagnostic has a code and a message");
  }
}

void save_and_load(const Definition& definition) {
  const std::string saved = write_definition(definition);
  const auto again = read_definition(saved);
  claim(again.has_value(), "what was saved can be loaded");
  claim(*again == definition, "loading gives the definition that was saved");
  claim(write_definition(*again) == saved, "saving again gives the same text");
}

void compile_for(Profile profile, bool for_activation, const Definition& definition) {
  static const auto catalog = std::make_shared<const Catalog>(Catalog::standard());
  CompileOptions options;
  options.profile = profile;
  options.for_activation = for_activation;
  options.now = Instant{Duration{1'369'000'000'000}};
  if (const auto compiled = compile(definition, catalog, options); compiled) {
    claim(compiled->plan != nullptr, "success means a plan");
    claim(!has_errors(compiled->warnings), "a plan comes with warnings only");
  } else {
    explain(compiled.error());
  }
}

void read_as_values(std::string_view text) {
  const auto values = read_values(text);
  if (!values) return explain(values.error());
  const auto again = read_values(write_values(*values));
  claim(again.has_value() && *again == *values, "values survive saving and loading");
}

}  // namespace
}  // namespace penstock

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace penstock;
  const std::string_view text = fuzzing::as_text(data, size);
  read_as_values(text);
  if (const auto parameters = read_parameters(text); !parameters) explain(parameters.error());
  const auto definition = read_definition(text);
  if (!definition) {
    explain(definition.error());
    return 0;
  }
  save_and_load(*definition);
  compile_for(Profile::service, false, *definition);
  compile_for(Profile::embedded, true, *definition);
  return 0;
}
