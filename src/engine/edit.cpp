// SPDX-License-Identifier: Apache-2.0
#include "edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

namespace penstock {

namespace {

std::vector<FieldValue> values_of(const Object& object, std::string_view field) {
  const auto* found = object.find(field);
  return found == nullptr ? std::vector<FieldValue>{} : found->values;
}

bool holds_reference(const Field& field) {
  for (const auto& value : field.values) {
    if (std::holds_alternative<Reference>(value)) return true;
  }
  return false;
}

std::string type_of(const Object& object) {
  const auto values = values_of(object, "type");
  return values.empty() ? std::string{} : to_text(values.front());
}

class EditCheck {
 public:
  EditCheck(const Definition& active, const Definition& next, const Catalog& catalog) : active_{active}, next_{next}, catalog_{catalog} {
    for (const auto& object : active.objects) {
      if (object.id) old_.emplace(*object.id, &object);
    }
    for (const auto& object : next.objects) {
      if (object.id) new_.emplace(*object.id, &object);
    }
  }

  Diagnostics run() {
    for (const auto& object : active_.objects) {
      if (!object.id) continue;
      const auto kept = new_.find(*object.id);
      if (kept == new_.end()) {
        refuse(
            "CannotRemoveObject", *object.id, "",
            "an object of a pipeline that was activated cannot be removed; put it back, or deploy the new definition under another name");
      } else {
        compare(*object.id, object, *kept->second);
      }
    }
    for (const auto& object : next_.objects) {
      if (object.id && !old_.contains(*object.id)) check_new(*object.id, object);
    }
    return std::move(found_);
  }

 private:
  void refuse(std::string code, const std::string& object, const std::string& field, std::string message) {
    found_.push_back(
        {.severity = Severity::error, .code = std::move(code), .object = object, .field = field, .message = std::move(message)});
  }

  void compare(const std::string& id, const Object& before, const Object& after) {
    const auto* type = catalog_.find(type_of(before));
    if (type != nullptr && type->kind == Kind::schedule) {
      if (values_of(before, "period") != values_of(after, "period")) {
        refuse("CannotChangePeriod", id, "period",
               "the period of a schedule is fixed by the first activation; add a second schedule, or deploy under another name");
      }
      if (values_of(before, "startDateTime") != values_of(after, "startDateTime") ||
          values_of(before, "startAt") != values_of(after, "startAt")) {
        refuse("CannotChangeStart", id, "startDateTime",
               "the start of a schedule is fixed by the first activation; add a second schedule, or deploy under another name");
      }
    }
    const auto changed = [&](const Field& field, const Object& other) {
      return holds_reference(field) && field.values != values_of(other, field.name);
    };
    for (const auto& field : before.fields) {
      if (changed(field, after)) refuse_reference(id, field.name);
    }
    for (const auto& field : after.fields) {
      if (before.find(field.name) == nullptr && holds_reference(field)) refuse_reference(id, field.name);
    }
  }

  void refuse_reference(const std::string& id, const std::string& field) {
    refuse("CannotChangeReference", id, field,
           "references of an object that exists cannot be added, removed or changed; add a new object with them, or deploy under another "
           "name");
  }

  void check_new(const std::string& id, const Object& object) {
    for (const auto& value : values_of(object, "output")) {
      const auto* reference = std::get_if<Reference>(&value);
      if (reference != nullptr && old_.contains(reference->id)) {
        refuse("CannotOutputToExisting", id, "output",
               fmt::format("a new object cannot write to \"{}\", which existed before; give it a data node of its own", reference->id));
      }
    }
  }

  const Definition& active_;
  const Definition& next_;
  const Catalog& catalog_;
  std::unordered_map<std::string, const Object*> old_;
  std::unordered_map<std::string, const Object*> new_;
  Diagnostics found_;
};

}  // namespace

Diagnostics check_edit(const Definition& active, const Definition& next, const Catalog& catalog) {
  return EditCheck{active, next, catalog}.run();
}

namespace {

/// The objects without the fields that say when schedules end.
std::vector<Object> without_ends(std::vector<Object> objects, const Catalog& catalog) {
  for (auto& object : objects) {
    const auto* type = catalog.find(type_of(object));
    if (type == nullptr || type->kind != Kind::schedule) continue;
    object.fields.erase(std::remove_if(object.fields.begin(), object.fields.end(),
                                       [](const Field& field) { return field.name == "endDateTime" || field.name == "occurrences"; }),
                        object.fields.end());
  }
  return objects;
}

}  // namespace

Diagnostics check_extension(const Definition& active, const Definition& next, const Catalog& catalog) {
  // Whether the ends moved further shows at the activation, which is refused when nothing is to come.
  const bool same_objects = without_ends(active.objects, catalog) == without_ends(next.objects, catalog);
  if (same_objects && active.parameters == next.parameters && active.values == next.values) return {};
  return {{.severity = Severity::error,
           .code = "InvalidRequest",
           .object = {},
           .field = {},
           .message = "the pipeline is FINISHED: only the ends of its schedules can be moved; save anything else under another name"}};
}

}  // namespace penstock
