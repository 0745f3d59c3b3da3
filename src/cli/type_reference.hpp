// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the catalog knows about object types, arranged and worded for readers. Knows nothing of terminals or files.

#include <string>
#include <string_view>
#include <vector>

#include "penstock/definition/catalog.hpp"
#include "penstock/engine/handlers.hpp"

namespace penstock::cli {

/// Whether the program `penstock` can do what a type asks for.
enum class RunsHere {
  yes,
  no,
  with_own_function,  ///< only in a program that registers the C++ function
  as_this_machine,    ///< with --local-resources
  nothing_to_run,     ///< it is read by whoever refers to it
};

/// `yes`, `no`, `withOwnFunction`, `asThisMachine`, `nothingToRun`: in JSON.
[[nodiscard]] std::string_view to_text(RunsHere runs) noexcept;
/// A sentence for people.
[[nodiscard]] std::string_view sentence_of(RunsHere runs) noexcept;

[[nodiscard]] RunsHere runs_here(const ObjectType& type, const Handlers& handlers);

/// The fields of a type, by who may write them and who else has them. Each field is in one of the lists.
struct FieldGroups {
  std::vector<const FieldType*> own;      ///< of this type
  std::vector<const FieldType*> shared;   ///< of every type of its kind, and the same in all of them
  std::vector<const FieldType*> runtime;  ///< set by the engine
  std::vector<const FieldType*> refused;  ///< must not be written, and are dropped when inherited (S-17)
};
/// Points into the catalog.
[[nodiscard]] FieldGroups field_groups(const Catalog& catalog, const ObjectType& type);

/// Types of that kind, by name.
[[nodiscard]] std::vector<const ObjectType*> types_of(const Catalog& catalog, Kind kind);

/// All kinds in the order of reading, and their names as headings: `Data nodes`.
inline constexpr Kind all_kinds[]{Kind::activity, Kind::data_node, Kind::schedule,    Kind::resource, Kind::precondition,
                                  Kind::action,   Kind::database,  Kind::data_format, Kind::utility};
[[nodiscard]] std::string_view heading_of(Kind kind) noexcept;

/// What may be written into the field: `text`, `list of texts`, `period`, `reference to a data node (S3DataNode or SqlDataNode)`.
[[nodiscard]] std::string contents_of(const FieldType& field);
/// `required`, `required by AWS`, or empty.
[[nodiscard]] std::string_view necessity_of(const FieldType& field) noexcept;
/// Meaning, note and default in one line.
[[nodiscard]] std::string remark_on(const FieldType& field);
/// What holds between fields: `One of command, scriptUri is required.`
[[nodiscard]] std::vector<std::string> rules_of(const ObjectType& type);
/// What sets the type apart from others: who made it up, whether it runs here, whether it is deprecated. One sentence each.
[[nodiscard]] std::vector<std::string> traits_of(const ObjectType& type, RunsHere runs);

/// The complete reference, or that of one type, as Markdown.
[[nodiscard]] std::string markdown_of(const Catalog& catalog, const Handlers& handlers);
[[nodiscard]] std::string markdown_of(const Catalog& catalog, const Handlers& handlers, const ObjectType& type);

}  // namespace penstock::cli
