// SPDX-License-Identifier: Apache-2.0
#include "pipeline.hpp"

#include <fstream>

#include "access_log.hpp"
#include "files.hpp"
#include "penstock/penstock.hpp"
#include "report.hpp"

namespace traffic {

using namespace penstock;
using namespace std::chrono_literals;
using std::chrono::days;

Definition traffic_pipeline(const Job& job) {
  PipelineBuilder pipeline{"traffic_report"};
  pipeline.parameter("myStart", {.description = "First day of the report"});
  pipeline.parameter("myDays", {.type = "Integer", .description = "Number of days"});
  pipeline.parameter("myFolder", {.description = "Where everything is kept"});
  pipeline.value("myStart", to_text(job.first_day) + "T00:00:00");
  pipeline.value("myDays", job.days);
  pipeline.value("myFolder", job.folder.string());

  const auto daily = pipeline.add("Daily", Schedule{.period = days{1}, .start_date_time = "#{myStart}", .occurrences = "#{myDays}"});
  const auto whole = pipeline.add("Whole", Schedule{.period = "#{myDays} days", .start_date_time = "#{myStart}", .occurrences = 1});
  const auto alert = pipeline.add("Alert", CallbackAction{.callback = "alert",
                                                          .message = "#{node.@id} of #{node.@scheduledStartTime}: #{node.errorMessage}"});
  pipeline.defaults().schedule(daily).schedule_type(ScheduleType::cron).on_fail(alert).maximum_retries(2).retry_delay(1s);

  const auto arrived = pipeline.add("LogArrived", FileExists{.path = "#{node.filePath}"}).retry_delay(200ms);
  const auto raw = pipeline.add("RawLog", FileDataNode{.file_path = "#{myFolder}/logs/#{format(@scheduledStartTime,'YYYY-MM-dd')}.log"})
                       .precondition(arrived);
  const auto hits = pipeline.add("Hits", FileDataNode{.file_path = "#{myFolder}/hits/#{format(@scheduledStartTime,'YYYY-MM-dd')}.csv"});
  const auto archived =
      pipeline.add("Archived", FileDataNode{.file_path = "#{myFolder}/archive/#{format(@scheduledStartTime,'YYYY-MM-dd')}.log.gz"});
  const auto database = pipeline.add("Database", SqliteDatabase{.path = "#{myFolder}/traffic.db"});
  const auto table = pipeline.add(
      "HitsTable",
      SqliteDataNode{.table = "hits",
                     .database = database,
                     .create_table_sql = "CREATE TABLE IF NOT EXISTS hits(day TEXT, kind TEXT, name TEXT, requests INTEGER, bytes INTEGER)",
                     .replace_where = "day = '#{format(@scheduledStartTime,'YYYY-MM-dd')}'"});

  pipeline.add("Feed", FunctionActivity{.function = "feed", .blocking = true}).schedule(whole).output(raw);
  const auto count = pipeline.add("CountHits", FunctionActivity{.function = "count_hits"}).input(raw).output(hits);
  const auto archive = pipeline
                           .add("Archive", ShellCommandActivity{.command = R"(mkdir -p "${2%/*}" && gzip -nc "$1" > "$2.unfinished" &&)"
                                                                           R"( sync "$2.unfinished" && mv "$2.unfinished" "$2")",
                                                                .script_argument = {"#{input.filePath}", "#{output.filePath}"}})
                           .input(raw)
                           .output(archived);
  pipeline.add("DeleteRaw", ShellCommandActivity{.command = R"(rm -f "$1")", .script_argument = {"#{input.filePath}"}})
      .input(raw)
      .depends_on(archive, count);
  pipeline.add("LoadHits", CopyActivity{}).input(hits).output(table);
  const auto totals = pipeline
                          .add("Totals", SqlActivity{.database = database, .script = R"(
DROP TABLE IF EXISTS totals;
CREATE TABLE totals AS
  SELECT day,
         sum(requests) FILTER (WHERE kind = 'status') AS requests,
         sum(bytes) FILTER (WHERE kind = 'status') AS bytes,
         coalesce(sum(requests) FILTER (WHERE kind = 'status' AND name >= '400'), 0) AS errors,
         coalesce(sum(requests) FILTER (WHERE kind = 'unreadable'), 0) AS unreadable_lines
  FROM hits GROUP BY day;
DROP TABLE IF EXISTS top_paths;
CREATE TABLE top_paths AS
  SELECT name AS path, sum(requests) AS requests FROM hits WHERE kind = 'path' GROUP BY name ORDER BY 2 DESC, 1 LIMIT 10;
)"})
                          .schedule(whole)
                          .input(table);
  pipeline.add("Report", FunctionActivity{.function = "report", .blocking = true}).schedule(whole).depends_on(totals);
  return pipeline.build();
}

std::filesystem::path held_back_log(const Job& job) { return job.folder / "held_back.log"; }

std::filesystem::path late_log(const Job& job) {
  const auto last = std::chrono::sys_days{job.first_day} + days{job.days - 1};
  return job.folder / "logs" / (to_text(std::chrono::year_month_day{last}) + ".log");
}

namespace {

/// One raw file a day; the last day is held back for the program to release.
void feed(const Job& job) {
  std::map<std::string, std::filesystem::path> file_of;
  for (int i = 0; i < job.days; ++i) {
    const auto day = to_text(std::chrono::year_month_day{std::chrono::sys_days{job.first_day} + days{i}});
    file_of[day] = job.folder / "logs" / (day + ".log");
  }
  file_of.rbegin()->second = held_back_log(job);
  cut_by_day(job.log, file_of);
}

std::string quoted(std::string_view text) {
  std::string field = "\"";
  for (const char c : text) field.append(c == '"' ? 2 : 1, c);
  return field + '"';
}

/// Reads the day's log and writes what was asked for, and how often, as CSV.
void count_day(ActivityContext& context) {
  const auto counts = count_hits(context.inputs().front().text("filePath"));
  const auto day = to_text(std::chrono::year_month_day{std::chrono::floor<days>(context.scheduled().start)});
  std::string csv = "day,kind,name,requests,bytes\n";
  const auto add = [&](std::string_view kind, std::string_view name, const Count& count) {
    csv += day + ',' + std::string{kind} + ',' + quoted(name) + ',' + std::to_string(count.requests) + ',' + std::to_string(count.bytes) + '\n';
  };
  for (const auto& [status, count] : counts.by_status) add("status", std::to_string(status), count);
  for (const auto& [path, count] : counts.by_path) add("path", path, count);
  if (counts.unreadable_lines > 0) {
    add("unreadable", "", {.requests = counts.unreadable_lines});
    context.log(std::to_string(counts.unreadable_lines) + " lines are no requests in Combined Log Format; they are counted as such");
  }
  write_whole(context.outputs().front().text("filePath"), csv);
}

void write_report(const Job& job) {
  const auto summary = read_summary(job.folder / "traffic.db");
  write_whole(job.folder / "report.csv", to_csv(summary));
  write_whole(job.folder / "report.html", to_html(summary));
}

}  // namespace

void install_functions(Handlers& handlers, const Job& job) {
  handlers.function("feed", [job](ActivityContext&) { feed(job); });
  handlers.function("count_hits", count_day);
  handlers.function("report", [job](ActivityContext&) { write_report(job); });
  handlers.callback("alert", [job](const Firing&, const ObjectView& alert) {
    std::ofstream{job.folder / "alerts.log", std::ios::app} << alert.text("message") << '\n';
  });
}

}  // namespace traffic
