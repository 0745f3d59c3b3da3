// SPDX-License-Identifier: Apache-2.0
//
// Commands about definitions.
#include "cli/options.hpp"

namespace penstock::cli {

namespace {

constexpr const char* validate_footer =
    "One line per problem: severity, object and field, what is wrong and a way out, and the code. With values it is also checked that the\n"
    "definition could be activated with them; without, missing values are only named.\n"
    "\n"
    "  penstock validate report.json --set myDays=4\n";

constexpr const char* graph_footer =
    "Boxes are activities, cylinders data nodes, cubes resources, diamonds preconditions, sheets of paper actions; a frame holds\n"
    "what is on one schedule.\n"
    "\n"
    "  penstock graph report.json --format svg > report.svg\n"
    "  penstock graph report.json --format mermaid\n";

constexpr const char* explain_footer =
    "Shows what the engine makes of a definition: parameters and where their values come from, schedules in words with their next\n"
    "runs, what waits for what, and every object with what it inherits. A schedule that begins with the first activation is shown\n"
    "as if that were now, or at the time of --at. With --at, every field is also evaluated as it would be in the interval that\n"
    "holds that time. Secrets are never shown.\n"
    "\n"
    "  penstock explain report.json --set myDays=4 --at 2024-03-02\n";

constexpr const char* evaluate_footer =
    "With --file and --object the expression stands in that object, in the interval that holds the time. Without them there are\n"
    "functions, operators and @scheduledStartTime and @scheduledEndTime, both the time of --at. A text without #{ is taken for one\n"
    "expression.\n"
    "\n"
    "  penstock eval \"format(minusDays(@scheduledStartTime, 1), 'YYYY-MM-dd')\" --at 2024-03-01\n"
    "  penstock eval '#{output.filePath}' --file report.json --object CountHits --at 2024-03-01\n";

constexpr const char* types_footer =
    "Without TYPE all types, by kind, with a line each.\n"
    "\n"
    "  penstock types ShellCommandActivity\n";

}  // namespace

void set_up_validate(CLI::App& app, Validate& options) {
  auto& command = *app.add_subcommand("validate", "Check a definition file and say everything that is wrong with it");
  command.add_option("FILE", options.file, "Definition file; - for standard input")->required();
  add_values(command, options.values);
  add_profile(command, options.profile);
  add_json(command, options.json);
  command.footer(validate_footer);
}

void set_up_graph(CLI::App& app, DrawGraph& options) {
  auto& command = *app.add_subcommand("graph", "Draw a definition: what waits for what, grouped by schedule");
  command.add_option("FILE", options.file, "Definition file; - for standard input")->required();
  add_choice<DrawGraph::Format>(command, "--format", options.format,
                                {{"dot", DrawGraph::Format::dot}, {"mermaid", DrawGraph::Format::mermaid}, {"svg", DrawGraph::Format::svg}},
                                "The language of the drawing; svg needs Graphviz");
  add_values(command, options.values);
  add_json(command, options.json, "Print nodes and edges as JSON");
  command.footer(graph_footer);
}

void set_up_explain(CLI::App& app, ExplainDefinition& options) {
  auto& command = *app.add_subcommand("explain", "Explain a definition: what will run when, and what waits for what");
  command.add_option("FILE", options.file, "Definition file; - for standard input")->required();
  add_time(command, "--at", options.at, "Evaluate every field as in the interval that holds this time");
  add_values(command, options.values);
  add_json(command, options.json);
  command.footer(explain_footer);
}

void set_up_evaluate(CLI::App& app, EvaluateExpression& options) {
  auto& command = *app.add_subcommand("eval", "Evaluate an expression, or a text with expressions in it");
  command.add_option("EXPRESSION", options.expression, "The expression, with or without #{ }")->required()->type_name("");
  add_time(command, "--at", options.at, "The time to evaluate it for; now if not given");
  command.add_option("--file", options.file, "Definition file, for the names of its objects and parameters")->type_name("FILE");
  command.add_option("--object", options.object, "The object of the definition in which the expression stands")->type_name("ID");
  add_values(command, options.values);
  add_json(command, options.json, "Print type and value as JSON");
  command.footer(evaluate_footer);
}

void set_up_types(CLI::App& app, ShowTypes& options) {
  auto& command = *app.add_subcommand("types", "Describe the object types that definitions may use, and their fields");
  command.add_option("TYPE", options.type, "One type, with all its fields")->type_name("");
  command.add_flag("--markdown", options.markdown, "Print the complete reference as Markdown");
  add_json(command, options.json);
  command.footer(types_footer);
}

}  // namespace penstock::cli
