// SPDX-License-Identifier: Apache-2.0
/// What an activity costs when there are a thousand, ten thousand, a hundred thousand, a million of them: flat is the goal.
///
/// Two shapes. A chain: an activity of which one instance may be active at a time, so that each interval begins when the one before has
/// ended; on the disk each waits for its own commit. A fan-out: in each interval one activity, and all others of the pipeline after it.

#include <fmt/format.h>

#include <array>

#include "bench/counting_store.hpp"
#include "bench/measuring.hpp"
#include "bench/pipelines.hpp"
#include "bench/program.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

enum class Shape { chain, fan_out };
enum class Where { memory, disk };

std::string_view name_of(Shape shape) { return shape == Shape::chain ? "chain" : "fan-out"; }
std::string_view name_of(Where where) { return where == Where::memory ? "in memory" : "durable"; }

Definition shaped(Shape shape, std::int64_t count) {
  return shape == Shape::chain ? chain_of_intervals(count)
                               : fan_out(std::min<std::int64_t>(count, 1'000), std::max<std::int64_t>(count / 1'000, 1));
}

double seconds_of_all(Store& behind, const Definition& definition, std::int64_t count) {
  CountingStore store{behind};
  TbbExecutor executor;
  Engine engine{store, executor, doing_nothing()};
  const Stopwatch watch;
  engine.deploy(definition);
  engine.run();
  const double seconds = watch.seconds();
  insist_equal(store.so_far().finished, count, "finished attempts recorded");
  return seconds;
}

Figures run(const Site& site, Shape shape, Where where, std::int64_t full) {
  const auto count = site.scaled(full, full / 100);
  const auto each = static_cast<double>(count);
  const auto definition = shaped(shape, count);
  if (where == Where::memory) {
    MemoryStore store;
    return {{"activity", seconds_of_all(store, definition, count) / each}};
  }
  const auto file = site.folder / "growth.db";
  std::filesystem::remove(file);
  Figures figures;
  {
    SqliteStore store{file};
    figures["activity"] = seconds_of_all(store, definition, count) / each;
  }
  figures["bytes"] = static_cast<double>(std::filesystem::file_size(file)) / each;
  return figures;
}

struct Series {
  Shape shape;
  Where where;
  std::int64_t most;             ///< activities
  std::int64_t most_when_short;  ///< in a run that is not to take long
};

constexpr std::array all_series{
    Series{Shape::chain, Where::memory, 1'000'000, 1'000'000},
    Series{Shape::fan_out, Where::memory, 1'000'000, 1'000'000},
    Series{Shape::chain, Where::disk, 100'000, 10'000},
    Series{Shape::fan_out, Where::disk, 1'000'000, 100'000},
};

constexpr std::int64_t smallest = 1'000;

/// 1000000 → "1,000,000".
std::string in_words(std::int64_t count) {
  std::string text = fmt::format("{}", count);
  for (auto position = static_cast<std::ptrdiff_t>(text.size()) - 3; position > 0; position -= 3)
    text.insert(static_cast<std::size_t>(position), 1, ',');
  return text;
}

std::string program_name(const Series& series, std::int64_t count) {
  return fmt::format("growth-{}-{}-{}", name_of(series.shape), series.where == Where::disk ? "disk" : "memory", count);
}

}  // namespace

Subject engine_growth() {
  Subject subject;
  std::vector<ProgramRow> sizes;
  for (const auto& series : all_series) {
    for (std::int64_t count = smallest; count <= series.most; count *= 10) {
      const bool dear = count >= 1'000'000;
      const bool takes_long = count > series.most_when_short;
      const auto name = program_name(series, count);
      subject.programs.push_back({.name = name,
                                  .run = [series, count](const Site& site) { return run(site, series.shape, series.where, count); },
                                  .most_rounds = dear ? 3 : 5,
                                  .takes_long = takes_long});
      const auto first = program_name(series, smallest);
      const std::string peer = count == smallest ? "" : "the same with " + in_words(smallest);
      const auto base = [&](std::string_view figure) { return count == smallest ? FigureOf{} : FigureOf{first, std::string{figure}}; };
      subject.rows.push_back({.what = fmt::format("{} of {}, {}, each", name_of(series.shape), in_words(count), name_of(series.where)),
                              .ours = {name, "activity"},
                              .peer = peer,
                              .theirs = base("activity")});
      if (series.where == Where::disk)
        sizes.push_back({.what = fmt::format("{} of {}, database, each", name_of(series.shape), in_words(count)),
                         .ours = {name, "bytes"},
                         .peer = peer,
                         .theirs = base("bytes"),
                         .goal = NoGoal{},
                         .unit = Unit::bytes});
    }
  }
  subject.rows.insert(subject.rows.end(), sizes.begin(), sizes.end());
  return subject;
}

}  // namespace penstock::bench
