// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <map>

#include "map_scope.hpp"
#include "penstock/expression/functions.hpp"
#include "shared_vectors.hpp"

namespace penstock {
namespace {

using nlohmann::json;

Instant instant(std::int64_t ms) { return Instant{Duration{ms}}; }

std::string offset_text(std::int64_t seconds) {
  const auto two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  const std::int64_t magnitude = std::abs(seconds);
  std::string text = (seconds < 0 ? "-" : "+") + two(magnitude / 3'600) + ":" + two(magnitude / 60 % 60);
  return magnitude % 60 == 0 ? text : text + ":" + two(magnitude % 60);
}

/// As Joda-Time's DateTime.toString prints: "Z" for no offset, and offsets to the second, which no pattern can do.
std::string joda_text(Instant moment, const std::string& zone) {
  const auto local = format(moment, "yyyy-MM-dd'T'HH:mm:ss.SSS", zone);
  if (!local) return "ERROR";
  const auto as_if_utc = parse_date(*local);
  const std::int64_t offset = (*as_if_utc - moment).count() / 1'000;
  return *local + (offset == 0 ? "Z" : offset_text(offset));
}

std::string joda_text(const Result<Instant, ExpressionError>& moment, const std::string& zone) {
  return moment ? joda_text(*moment, zone) : "ERROR";
}

/// `expression` of `t`, which is seen in `zone`, with `n` as its number.
Result<Value, ExpressionError> calculate(const std::string& expression, Instant t, const std::string& zone, std::int64_t n = 0) {
  MapScope scope;
  scope.set("t", t).set("zone", zone).set("n", n);
  return evaluated("#{" + expression + "}", scope);
}

std::string joda_text(const Result<Value, ExpressionError>& result, const std::string& zone) {
  return result && result->as<Instant>() ? joda_text(*result->as<Instant>(), zone) : "ERROR";
}

std::string outcome(const std::string& fn, const json& args) {
  if (fn == "parse") return joda_text(parse_date(args[0].get<std::string>()), "UTC");
  if (fn == "parsePattern") {
    const auto zone = args[2].get<std::string>();
    return joda_text(parse_date(args[0].get<std::string>(), args[1].get<std::string>(), zone), zone);
  }
  if (fn == "makeDate" || fn == "makeDateTime") {
    std::string list;
    for (const auto& number : args) list += (list.empty() ? "" : ",") + number.dump();
    return joda_text(evaluated("#{" + fn + "(" + list + ")}"), "UTC");
  }
  const Instant moment = instant(args[0].get<std::int64_t>());
  const auto zone = args[1].get<std::string>();
  if (fn == "format") {
    const auto text = format(moment, args[2].get<std::string>(), zone);
    return text ? *text : "ERROR";
  }
  if (fn == "inTimeZone") {
    const auto target = args[2].get<std::string>();
    return joda_text(calculate("inTimeZone(t,zone)", moment, target), target);
  }
  if (fn.starts_with("plus") || fn.starts_with("minus")) {
    return joda_text(calculate(fn + "(inTimeZone(t,zone),n)", moment, zone, args[2].get<std::int64_t>()), zone);
  }
  const auto result = calculate(fn + "(inTimeZone(t,zone))", moment, zone);
  return result && result->as<std::int64_t>() ? to_text(*result) : joda_text(result, zone);
}

TEST(JodaVectorsShared, GiveWhatJodaTimeGives) {
  const auto vectors = shared_json("vectors/joda.json");
  if (!vectors) GTEST_SKIP() << "no reference data";
  for (const auto& vector : (*vectors)["cases"]) {
    const auto expected = vector["result"].get<std::string>();
    EXPECT_EQ(outcome(vector["fn"], vector["args"]), expected.starts_with("ERROR") ? "ERROR" : expected) << vector.dump();
  }
}

TEST(JodaVectorsShared, AddInZoneGivesTheSameAsTheFunctionsOfTheLanguage) {
  const auto vectors = shared_json("vectors/joda.json");
  if (!vectors) GTEST_SKIP() << "no reference data";
  const std::map<std::string, Period::Unit> units{{"Minutes", Period::Unit::minutes}, {"Hours", Period::Unit::hours},
                                                  {"Days", Period::Unit::days},       {"Weeks", Period::Unit::weeks},
                                                  {"Months", Period::Unit::months},   {"Years", Period::Unit::years}};
  for (const auto& vector : (*vectors)["cases"]) {
    const auto fn = vector["fn"].get<std::string>();
    if (!fn.starts_with("plus")) continue;
    const auto& args = vector["args"];
    const auto moved = add_in_zone(instant(args[0]), {1, units.at(fn.substr(4))}, args[2], args[1].get<std::string>());
    EXPECT_EQ(joda_text(moved, args[1]), vector["result"].get<std::string>()) << vector.dump();
  }
}

/// Values of the function vectors: texts in date form are dates there.
Value from_json(const json& value) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_number()) return value.get<double>();
  if (value.is_array()) {
    List list;
    for (const auto& element : value) list.push_back(from_json(element));
    return list;
  }
  const auto text = value.get<std::string>();
  if (const auto date = parse_instant(text)) return *date;
  return text;
}

/// The environment names "output.directoryPath" as one word: the object is made here.
MapScope scope_of(const json& environment) {
  MapScope scope;
  for (const auto& [name, value] : environment.items()) {
    scope.set(name, from_json(value));
    const auto dot = name.find('.');
    if (dot != std::string::npos) scope.set(name.substr(0, dot), Value{ObjectRef{name.substr(0, dot)}});
  }
  return scope;
}

void expect_vector(const json& vector) {
  if (!vector.contains("expression") || !vector.contains("expected")) return;
  const auto scope = scope_of(vector.value("env", json::object()));
  const auto result = evaluated(vector["expression"].get<std::string>(), scope);
  ASSERT_TRUE(result) << vector.dump() << ": " << result.error().message;
  // A date stands there with its Z, any other text as it is.
  const bool is_date = result->as<Instant>() != nullptr;
  const Value expected =
      is_date || !vector["expected"].is_string() ? from_json(vector["expected"]) : Value{vector["expected"].get<std::string>()};
  EXPECT_EQ(spelled(*result), spelled(expected)) << vector.dump();
}

TEST(FunctionVectorsShared, GiveWhatTheGuidePrints) {
  const auto reference = shared_json("reference/functions.json");
  if (!reference) GTEST_SKIP() << "no reference data";
  for (const char* section : {"functions", "operators"}) {
    for (const auto& entry : (*reference)[section]) {
      for (const auto& vector : entry["vectors"]) expect_vector(vector);
    }
  }
  for (const auto& vector : (*reference)["moreVectors"]) expect_vector(vector);
}

TEST(FunctionVectorsShared, HaveAFunctionHereForEveryNameOfTheGuide) {
  const auto reference = shared_json("reference/functions.json");
  if (!reference) GTEST_SKIP() << "no reference data";
  for (const auto& entry : (*reference)["functions"]) {
    const auto name = entry["name"].get<std::string>();
    const auto all = functions();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const FunctionSignature& f) { return f.name == name; })) << name;
  }
}

/// The expectations about expressions in scenarios whose names need no engine: `@scheduledStartTime`, `myX` and nothing else.
TEST(ExpressionScenariosShared, GiveWhatTheScenariosExpect) {
  for (const char* file : {"SC-201-format-patterns-are-joda-patterns-what-the-guide-s-examples.json",
                           "SC-202-arithmetic-and-concatenation.json", "SC-203-lexing-what-is-an-expression-and-what-is-text.json",
                           "SC-204-lists-mapping-flattening-and-what-a-single-valued-slot-does.json"}) {
    const auto scenario = shared_json(std::string{"scenarios/"} + file);
    if (!scenario) GTEST_SKIP() << "no reference data";
    MapScope scope;
    scope.set("@scheduledStartTime", utc((*scenario)["clock"].get<std::string>()));
    const auto as_field = [](const json& value) {
      if (!value.is_array()) return value.is_string() ? Value{value.get<std::string>()} : from_json(value);
      List list;
      for (const auto& element : value) list.push_back(element.is_string() ? Value{element.get<std::string>()} : from_json(element));
      return Value{list};
    };
    for (const auto& [name, value] : (*scenario)["definition"]["objects"].back().items()) {
      if (name.starts_with("my")) scope.set(name, as_field(value));
    }
    for (const auto& [text, expected] : (*scenario)["expect"][0]["expr"]["A#0"].items()) {
      const bool in_list = text.starts_with("[list]");
      const auto result = evaluated(in_list ? text.substr(6) : text, scope, in_list ? SlotShape::list : SlotShape::single);
      const bool is_error = expected.is_string() && expected.get<std::string>().starts_with("!");
      EXPECT_EQ(spelled(result), is_error ? expected.get<std::string>() : spelled(as_field(expected))) << text;
    }
  }
}

}  // namespace
}  // namespace penstock
