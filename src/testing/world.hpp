// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The outside world of a simulation: handlers that begin what the script says, and a queue of what will come of it.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/engine/engine.hpp"
#include "penstock/engine/handlers.hpp"
#include "penstock/engine/pipeline_finished.hpp"
#include "penstock/testing/script.hpp"
#include "penstock/testing/simulation.hpp"

namespace penstock::testing {

/// Plays a script to one engine at a time. Borrows the clock. One thread at a time; the engine must not outlive it.
class World {
 public:
  /// The number of an instance's interval or run, of which only the recorded instances tell; none if it cannot be found.
  using FindNumber = std::function<std::optional<std::int64_t>(const std::string& pipeline, const std::string& instance_id)>;
  /// How many attempts of an instance before that number were lost with an engine.
  using CountLost = std::function<int(const std::string& pipeline, const std::string& instance_id, int number)>;

  /// With `count_lost`, what was lost goes on where it stood (see SimulationOptions::resume_lost).
  World(const Clock& clock, Script script, bool keep_given, FindNumber find_number, CountLost count_lost,
        PipelineFinishedHandler::Unfinished unfinished);

  Script script;
  bool mask_alarms = false;                ///< see SimulationOptions
  PipelineFinishedHandler other_pipeline;  ///< for preconditions that no script speaks of
  std::vector<Ran> ran;
  std::vector<Given> given;
  std::vector<Alarm> alarms;

  /// Handlers for every type of the catalog, which keep a reference to this world.
  [[nodiscard]] Handlers handlers(const Catalog& catalog);
  /// To be told every change of the engine.
  void watch(const Change& change);

  /// When something comes next.
  [[nodiscard]] std::optional<Instant> next() const;
  /// Reports everything whose time has come. Returns whether there was anything.
  bool deliver();
  /// Lets go of attempts that were asked to stop. Returns whether there were any.
  bool let_go();
  /// Drops all that is under way. To be called before an engine is destroyed, because it waits for its attempts.
  void forget();

  // Called by the handlers.
  void learn(const Component& component);
  [[nodiscard]] Lane lane(const Component& component) const;
  void begin(std::shared_ptr<ActivityContext> context);
  [[nodiscard]] CheckResult check(CheckContext& context);
  void acquire(std::shared_ptr<ResourceContext> resource);
  void release(std::shared_ptr<ResourceContext> resource);
  void fire(const Firing& firing, const ObjectView& object);

 private:
  using WorkId = std::uint64_t;
  enum class What : std::uint8_t { attempt_ends, progress, resource_up, resource_fails, resource_gone };  // in the order of S-96
  struct Happening {
    Instant at;
    What what = What::attempt_ends;
    Instant due;
    Instant start;
    std::uint32_t order = 0;
    WorkId work = 0;
  };
  struct Later {
    bool operator()(const Happening& a, const Happening& b) const noexcept;
  };
  /// What is known of a component from the activation.
  struct Known {
    std::uint32_t order = 0;
    std::optional<Calendar> calendar;
    std::optional<Duration> progress_timeout;
  };
  struct Attempt {
    std::shared_ptr<ActivityContext> context;
    Outcome outcome;
    Duration progress_every{};
    std::optional<std::stop_callback<std::function<void()>>> on_stop;
  };

  /// The entry of the script that an attempt plays, and when it began; an attempt before it may have been lost in the middle of both.
  struct Place {
    int entry = 1;
    Instant begun;
  };
  [[nodiscard]] Place place_of(const ObjectView& object, int attempt);
  [[nodiscard]] Duration remaining(const Place& place, Duration takes) const;
  [[nodiscard]] std::size_t number_of_check(const std::string& instance);
  [[nodiscard]] ScriptedName name_of(const ObjectView& object);
  [[nodiscard]] std::int64_t number_of(const ObjectView& runnable);
  void schedule(Instant at, What what, const ObjectView& object, WorkId work);
  void happen(const Happening& happening);

  const Clock& clock_;
  bool keep_given_;
  FindNumber find_number_;
  CountLost count_lost_;
  std::map<std::string, Known, std::less<>> known_;
  std::vector<Instant> runs_;                                 // on demand, in the order in which they began
  std::unordered_map<std::string, std::size_t> checks_made_;  // by instance, since the last rerun
  std::map<std::pair<std::string, int>, Instant> begun_;      // entries of scripts, by instance
  std::unordered_map<std::string, Instant> checked_;          // last checks that may have been lost, by instance
  std::optional<Instant> forgot_;                             // when an engine was last lost
  std::priority_queue<Happening, std::vector<Happening>, Later> queue_;
  std::unordered_map<WorkId, std::unique_ptr<Attempt>> attempts_;
  std::vector<WorkId> stopped_;
  std::unordered_map<WorkId, std::shared_ptr<ResourceContext>> resources_;
  std::unordered_map<std::string, WorkId> resource_ids_;  // by attempt id
  WorkId last_work_ = 0;
};

}  // namespace penstock::testing
