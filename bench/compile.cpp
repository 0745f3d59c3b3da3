// SPDX-License-Identifier: Apache-2.0
/// From the text of a definition to its plan, beside what merely reading the JSON takes.

#include <fstream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "bench/generated.hpp"
#include "bench/row.hpp"
#include "penstock/definition/json.hpp"
#include "penstock/plan/compile.hpp"

namespace penstock::bench {
namespace {

std::string orders_json() {
  std::ifstream file{PENSTOCK_BENCH_FOLDER "/orders.json", std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

Function parse_json(std::string json) {
  return [json = std::move(json)](benchmark::State& state) {
    for (auto _ : state) {
      auto parsed = nlohmann::json::parse(json);
      benchmark::DoNotOptimize(parsed);
    }
  };
}

Function load_and_compile(std::string json) {
  return [json = std::move(json)](benchmark::State& state) {
    const auto catalog = std::make_shared<const Catalog>(Catalog::standard());
    for (auto _ : state) {
      const auto definition = read_definition(json);
      if (!definition) return state.SkipWithError(to_text(definition.error()).c_str());
      auto compiled = compile(*definition, catalog);
      if (!compiled) return state.SkipWithError(to_text(compiled.error()).c_str());
      if (!compiled->warnings.empty()) return state.SkipWithError(to_text(compiled->warnings).c_str());
      benchmark::DoNotOptimize(compiled);
    }
  };
}

}  // namespace

std::vector<Row> compile_rows() {
  constexpr std::string_view peer = "nlohmann::json::parse";
  constexpr std::size_t objects_in_ten_megabytes = 45'000;
  const std::string orders = orders_json();
  const std::string large = definition_json(Shape::chain, objects_in_ten_megabytes);
  return {
      {"load and compile 250 lines", load_and_compile(orders), std::string{peer}, parse_json(orders), Ratio{3}},
      {"load and compile 10 MB", load_and_compile(large), std::string{peer}, parse_json(large), Seconds{2}},
  };
}

}  // namespace penstock::bench
