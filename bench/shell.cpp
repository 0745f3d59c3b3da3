// SPDX-License-Identifier: Apache-2.0
/// Child processes that do nothing, 64 at a time: as activities, with every transition on the disk and a folder of logs for each, beside a
/// loop that only starts them.

#include <fmt/format.h>
#include <unistd.h>

#include <vector>

#include "bench/counting_store.hpp"
#include "bench/measuring.hpp"
#include "bench/program.hpp"
#include "bench/spawn_loop.hpp"
#include "penstock/penstock.hpp"

namespace penstock::bench {
namespace {

constexpr std::size_t in_flight = 64;
constexpr std::int64_t components = 20;

std::int64_t children(const Site& site) { return site.scaled(2'000, 100); }

enum class Host { small, large };

/// What a large host holds: a gigabyte of which every page was written.
std::vector<char> ballast(Host host) {
  constexpr std::size_t gigabyte = 1'000'000'000;
  return std::vector<char>(host == Host::large ? gigabyte : 1, 'x');
}

Definition commands(std::int64_t intervals) {
  PipelineBuilder pipeline{"shell"};
  const auto hourly = pipeline.add(
      "Hourly",
      Schedule{.period = std::chrono::hours{1}, .start_date_time = utc("1900-01-01"), .occurrences = fmt::format("{}", intervals)});
  pipeline.defaults().schedule(hourly).schedule_type(ScheduleType::cron);
  for (std::int64_t number = 0; number < components; ++number)
    pipeline.add(fmt::format("A{}", number), ShellCommandActivity{.command = "/bin/true"});
  return pipeline.build();
}

Figures run_engine(const Site& site, Host host) {
  const auto held = ballast(host);
  const auto count = children(site);
  const auto file = site.folder / "engine.db";
  const auto logs = site.folder / "logs";
  std::filesystem::remove(file);
  std::filesystem::remove_all(logs);
  SqliteStore on_disk{file};
  CountingStore store{on_disk};
  TbbExecutor executor;
  EngineOptions options;
  options.max_processes = in_flight;
  options.log_root = logs;
  Engine engine{store, executor, standard_handlers(), options};
  const Stopwatch watch;
  engine.deploy(commands(count / components));
  engine.run();
  const Figures figures{{"child", watch.seconds() / static_cast<double>(count)}};
  insist_equal(store.so_far().finished, count, "finished attempts recorded");
  insist(held.back() == 'x', "the gigabyte is gone");
  return figures;
}

Figures run_loop(const Site& site, Host host, const std::vector<std::string>& command) {
  const auto held = ballast(host);
  const auto count = children(site);
  const Stopwatch watch;
  const auto succeeded = spawn_loop(command, count, in_flight);
  const Figures figures{{"child", watch.seconds() / static_cast<double>(count)}};
  insist_equal(succeeded, count, "children that succeeded");
  insist(held.back() == 'x', "the gigabyte is gone");
  return figures;
}

Figures run_true(const Site& site, Host host) { return run_loop(site, host, {"/bin/true"}); }

}  // namespace

Subject shell() {
  return {
      .programs = {{"shell", [](const Site& site) { return run_engine(site, Host::small); }},
                   {"spawn-loop", [](const Site& site) { return run_true(site, Host::small); }},
                   {"spawn-loop-sh",
                    [](const Site& site) {
                      return run_loop(site, Host::small, {"/bin/sh", "-c", "/bin/true"});
                    }},
                   {"shell-large", [](const Site& site) { return run_engine(site, Host::large); }},
                   {"spawn-loop-large", [](const Site& site) { return run_true(site, Host::large); }}},
      .rows = {
          {"shell activities, durable, each", {"shell", "child"}, "bare posix_spawn of /bin/true", {"spawn-loop", "child"}, at_least(0.9)},
          {"the same", {"shell", "child"}, "bare posix_spawn of sh -c /bin/true", {"spawn-loop-sh", "child"}},
          {"the same with 1 GB resident",
           {"shell-large", "child"},
           "bare posix_spawn with 1 GB resident",
           {"spawn-loop-large", "child"},
           at_least(0.9)},
      }};
}

}  // namespace penstock::bench
