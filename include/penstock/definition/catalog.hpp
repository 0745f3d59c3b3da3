// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Object types as data: what each may hold. The single source for reading JSON, the builder, validation and the reference documentation.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace penstock {

enum class Kind { activity, data_node, precondition, resource, action, schedule, database, data_format, utility };

/// "activity", "data node", …: for messages.
[[nodiscard]] std::string_view to_text(Kind kind) noexcept;

/// Activities, data nodes and resources get an instance per interval.
[[nodiscard]] constexpr bool is_runnable(Kind kind) noexcept {
  return kind == Kind::activity || kind == Kind::data_node || kind == Kind::resource;
}

enum class Slot { string, integer, number, boolean, date_time, period, enumeration, reference };

/// Who made an object type up.
enum class Origin { aws, penstock, host };

/// What a reference may point to.
struct RefTarget {
  std::vector<Kind> kinds = {};         ///< empty: any kind
  std::vector<std::string> types = {};  ///< if not empty, only these types
};

struct FieldType {
  std::string name;  ///< with its `*` if it is a secret
  Slot slot = Slot::string;
  RefTarget target = {};  ///< for references
  bool required = false;
  bool list = false;                          ///< may hold several values
  bool service_only = false;                  ///< exists for AWS's own machinery; required only under `Profile::service`
  bool runtime = false;                       ///< set by the engine (`@status`, `errorMessage`), readable in expressions
  bool forbidden = false;                     ///< listed only because authors must not write it here (S-17)
  bool addition = false;                      ///< Penstock's own in a type of AWS's, whose service does not know it
  std::vector<std::string> enumerators = {};  ///< in any letter case; also of some fields whose slot is a string
  std::string default_value = {};             ///< as text; empty if there is none or if it is the engine's to choose
  std::string meaning = {};                   ///< what it says, in a few words: for documentation
  std::string note = {};                      ///< what is easily missed
};

/// `id`, `name` and `type` are not listed: every object has them.
struct ObjectType {
  std::string name;
  Kind kind = Kind::utility;
  std::string summary = {};  ///< what it is, in one line: for documentation
  Origin origin = Origin::host;
  std::vector<FieldType> fields = {};                          ///< its own first, then those it shares with others, then the runtime fields
  std::vector<std::vector<std::string>> required_one_of = {};  ///< at least one name of each group
  std::vector<std::vector<std::string>> exclusive = {};        ///< at most one name of each group
  bool user_managed = false;                                   ///< a precondition that runs on its owner's runner (S-105)
  bool deprecated = false;
  std::string note = {};  ///< what is easily missed

  /// The field of that name (without regard to a leading `*`), or null.
  [[nodiscard]] const FieldType* find(std::string_view field) const noexcept;
};

/// The types that a definition may name. A value; `add` before handing it to an engine. Reading it from several threads is safe.
class Catalog {
 public:
  /// AWS's 41 types and Penstock's own.
  [[nodiscard]] static Catalog standard();

  /// Adds a type of the host's, or replaces one.
  void add(ObjectType type);

  /// The type, by its name or by an accepted other name (`S3PrefixExists`, C-30); null if unknown.
  [[nodiscard]] const ObjectType* find(std::string_view name) const noexcept;
  /// The field of one of `types()` whose name without `*` is `name`, or null. Does not look at every field of the type as `find` does.
  [[nodiscard]] const FieldType* field(const ObjectType& type, std::string_view name) const noexcept;
  /// The fields whose name without `*` is `name`, of all types that have one, in the order of the types.
  [[nodiscard]] std::vector<const FieldType*> fields(std::string_view name) const;
  /// In the order of the documentation.
  [[nodiscard]] const std::vector<ObjectType>& types() const& noexcept { return types_; }
  [[nodiscard]] std::vector<ObjectType> types() && noexcept { return std::move(types_); }

 private:
  /// Positions instead of pointers, so that a copy can be copied member by member.
  struct Place {
    std::uint32_t type = 0;
    std::uint32_t field = 0;
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
  };
  template <class Entry>
  using ByName = std::unordered_map<std::string, Entry, Hash, std::equal_to<>>;

  void index(std::uint32_t type);

  std::vector<ObjectType> types_;
  ByName<std::uint32_t> type_by_name_;
  ByName<std::vector<Place>> places_;  ///< of a field's name (without star), in the order of the types, once for each
};

}  // namespace penstock
