// SPDX-License-Identifier: Apache-2.0
/// Ten times the objects must cost about ten times the time.
///
/// The instructions do grow tenfold. Time grows faster wherever small pieces of memory are allocated and given back, because of many pieces
/// fewer are in the caches. The last row shows how much faster on the machine at hand, without any compiling: it copies the definition and
/// throws the copy away.

#include <memory>
#include <string_view>
#include <utility>

#include "bench/generated.hpp"
#include "bench/row.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::bench {
namespace {

Function compile_only(Shape shape, std::size_t objects) {
  return [shape, objects](benchmark::State& state) {
    const auto catalog = std::make_shared<const Catalog>(Catalog::standard());
    const auto definition = read_definition(definition_json(shape, objects));
    if (!definition) return state.SkipWithError(to_text(definition.error()).c_str());
    for (auto _ : state) {
      auto compiled = compile(*definition, catalog);
      if (!compiled) return state.SkipWithError(to_text(compiled.error()).c_str());
      benchmark::DoNotOptimize(compiled);
    }
  };
}

Function copy_only(std::size_t objects) {
  return [objects](benchmark::State& state) {
    const auto definition = read_definition(definition_json(Shape::chain, objects));
    if (!definition) return state.SkipWithError(to_text(definition.error()).c_str());
    for (auto _ : state) {
      Definition copy = *definition;
      benchmark::DoNotOptimize(copy);
    }
  };
}

constexpr std::size_t few = 1'000;
constexpr std::size_t many = 10'000;

Row growth(std::string_view name, Shape shape) {
  return {"compile 10,000 objects, " + std::string{name}, compile_only(shape, many), "the same with 1,000", compile_only(shape, few),
          Ratio{12}};
}

}  // namespace

std::vector<Row> growth_rows() {
  return {growth("chain", Shape::chain), growth("one consumer of all", Shape::fan_in), growth("chain of parents", Shape::parents),
          Row{"copy 10,000 objects, chain", copy_only(many), "the same with 1,000", copy_only(few)}};
}

}  // namespace penstock::bench
