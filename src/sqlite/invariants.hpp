// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What must hold between rows, as queries for the rows where it does not. What one row can say alone, the schema checks.

#include <array>
#include <string_view>

namespace penstock::sqlite {

/// `rows` gives keys of instances or names of pipelines.
struct Invariant {
  enum class About { instance, pipeline };
  About about;
  std::string_view words;  ///< of a row where it does not hold
  std::string_view rows;
};

inline constexpr std::array invariants = {
    Invariant{Invariant::About::instance, "is no longer held as live, but is neither FINISHED nor SKIPPED", R"(
      SELECT i.key FROM instance i JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
       WHERE i.live = 0 AND c.kind IN (0, 1) AND i.status NOT IN (7, 11))"},
    Invariant{Invariant::About::instance, "is held as live and its owner is not, or the other way round", R"(
      SELECT i.key FROM instance i JOIN instance o ON o.key = i.owner WHERE i.live <> o.live)"},
    Invariant{Invariant::About::instance, "stands in an interval that its component has yet to reach (next_interval)", R"(
      SELECT i.key FROM instance i JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
       WHERE i.owner IS NULL AND i.interval >= c.next_interval)"},
    // Not through the index that is to keep this from happening.
    Invariant{Invariant::About::instance, "stands in an interval that has another instance of its component", R"(
      SELECT max(i.key) FROM instance i NOT INDEXED WHERE i.owner IS NULL GROUP BY i.pipeline, i.component, i.interval HAVING count(*) > 1)"},
    Invariant{Invariant::About::instance, "has attempts that are not numbered from 1 to the last without gaps", R"(
      SELECT i.key FROM instance i LEFT JOIN attempt t ON t.instance = i.key
       GROUP BY i.key HAVING count(t.number) <> i.attempts OR ifnull(max(t.number), 0) <> i.attempts)"},
    // A task runner has its attempt before it acknowledges it, and a resource while it is created and shut down.
    Invariant{Invariant::About::instance, "is not under way, but one of its attempts is RUNNING", R"(
      SELECT i.key FROM attempt t JOIN instance i ON i.key = t.instance WHERE t.status = 0 AND i.status NOT IN (2, 4, 5, 6))"},
    Invariant{Invariant::About::instance, "has an attempt that is RUNNING and is not its last", R"(
      SELECT i.key FROM attempt t JOIN instance i ON i.key = t.instance WHERE t.status = 0 AND t.number <> i.attempts)"},
    Invariant{Invariant::About::instance, "is RUNNING, but its last attempt is not", R"(
      SELECT i.key FROM instance i JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
       WHERE i.status = 4 AND c.kind = 0
         AND NOT EXISTS (SELECT 1 FROM attempt t WHERE t.instance = i.key AND t.number = i.attempts AND t.status = 0))"},
    Invariant{Invariant::About::instance, "is of a precondition and has no owner", R"(
      SELECT i.key FROM instance i JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
       WHERE c.kind = 2 AND i.owner IS NULL)"},
    Invariant{Invariant::About::instance, "has an owner and is not of a precondition", R"(
      SELECT i.key FROM instance i JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component
       WHERE c.kind <> 2 AND i.owner IS NOT NULL)"},
    Invariant{Invariant::About::instance, "has an owner that is in another pipeline, or has an owner itself", R"(
      SELECT i.key FROM instance i JOIN instance o ON o.key = i.owner WHERE o.pipeline <> i.pipeline OR o.owner IS NOT NULL)"},
    Invariant{Invariant::About::instance, "has an action of another pipeline", R"(
      SELECT i.key FROM action a JOIN instance i ON i.key = a.node WHERE a.pipeline <> i.pipeline)"},
    Invariant{Invariant::About::pipeline, "is FINISHED, but not all of its instances are FINISHED or SKIPPED", R"(
      SELECT p.name FROM pipeline p WHERE p.state = 4
         AND EXISTS (SELECT 1 FROM instance i WHERE i.pipeline = p.key AND i.live = 1 AND i.owner IS NULL AND i.status NOT IN (7, 11)))"},
    Invariant{Invariant::About::pipeline, "is INACTIVE, but not all of its instances have ended", R"(
      SELECT p.name FROM pipeline p WHERE p.state = 3
         AND EXISTS (SELECT 1 FROM instance i WHERE i.pipeline = p.key AND i.live = 1 AND i.owner IS NULL AND i.ended IS NULL))"},
    Invariant{Invariant::About::pipeline, "was activated, but lacks the definition that is active", R"(
      SELECT p.name FROM pipeline p WHERE p.active_version > 0
         AND NOT EXISTS (SELECT 1 FROM definition d WHERE d.pipeline = p.key AND d.version = p.active_version))"},
    Invariant{Invariant::About::pipeline, "lacks the definition that was saved last", R"(
      SELECT p.name FROM pipeline p WHERE p.latest_version > 0
         AND NOT EXISTS (SELECT 1 FROM definition d WHERE d.pipeline = p.key AND d.version = p.latest_version))"},
    Invariant{Invariant::About::pipeline, "is not PENDING, but was never activated", R"(
      SELECT p.name FROM pipeline p WHERE p.state <> 0 AND (p.active_version = 0 OR p.first_activated IS NULL))"},
};

/// Every way of coming to a status that is recorded, with the first instance that came that way.
inline constexpr std::string_view ways_to_statuses = R"(
  SELECT c.kind, i.status, i.cause, min(i.key)
    FROM instance i JOIN component c ON c.pipeline = i.pipeline AND c.component = i.component GROUP BY c.kind, i.status, i.cause)";

/// Definitions that the next engine reads.
inline constexpr std::string_view definitions_in_use = R"(
  SELECT p.name, d.version, d.json, d."values" FROM definition d JOIN pipeline p ON p.key = d.pipeline
   WHERE d.version IN (p.latest_version, p.active_version)
      OR d.version IN (SELECT i.version FROM instance i WHERE i.live = 1 AND i.pipeline = p.key)
   ORDER BY p.key, d.version)";

inline constexpr std::string_view name_of_instance = "SELECT id || ' of ' || pipeline FROM instances WHERE key = :key";

}  // namespace penstock::sqlite
