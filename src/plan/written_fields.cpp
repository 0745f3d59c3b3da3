// SPDX-License-Identifier: Apache-2.0
/// Fields where the author wrote them: what can be judged without knowing who inherits them.

#include <fmt/format.h>

#include <string>
#include <utility>

#include "plan/compilation.hpp"
#include "plan/numbers.hpp"
#include "plan/phases.hpp"
#include "plan/references.hpp"

namespace penstock::compiling {
namespace {

/// Fields that describe the object itself; they are read elsewhere and never evaluated (S-194).
bool is_identity(std::string_view name) { return name == "id" || name == "name" || name == "type" || name == "parent"; }

class FieldReader {
 public:
  FieldReader(Compilation& c, const Draft& draft) : c_{c}, draft_{draft}, default_{&draft - c.drafts.data() == c.default_object} {}

  /// Nothing for fields that an object cannot have at all.
  std::optional<WrittenField> read(const Field& field) {
    if (field.repeated_key) {
      warn("RepeatedKey", field, "stands more than once in the object; the values were joined in order, write one list instead");
    }
    const std::string_view name = without_star(field.name);
    if (is_identity(name)) return std::nullopt;
    if (!name.empty() && name.front() == '@') {
      fail("ReservedField", field, "begins with @; such fields are set by the engine, so take another name");
      return std::nullopt;
    }

    written_ = WrittenField{.name = name, .values = std::pmr::vector<WrittenValue>{&c_.memory}};
    written_.values.reserve(field.values.size());
    written_.secret = is_secret(field.name);
    written_.list = field.written_as_list;
    type_ = type_of(name);
    written_.type = type_;
    slot_ = type_ != nullptr                                 ? type_->slot
            : draft_.type == nullptr && !is_user_field(name) ? c_.vocabulary.common_slot(name)
                                                             : Slot::string;
    written_.references = slot_ == Slot::reference;
    if (type_ != nullptr && is_secret(type_->name)) written_.secret = true;
    judge_name(field);
    if (field.values.empty())
      refuse("EmptyField", field, "is an empty list; leave the field out, or write null to take an inherited one away");
    for (const FieldValue& value : field.values) read_value(field, value);
    return std::move(written_);
  }

 private:
  const FieldType* type_of(std::string_view name) {
    return draft_.type == nullptr || default_ ? nullptr : c_.vocabulary.field(*draft_.type, name);
  }

  void warn(std::string_view code, const Field& field, std::string message) {
    c_.report.warning(draft_.id, code, field.name, std::move(message));
  }
  void fail(std::string_view code, const Field& field, std::string message) {
    c_.report.error(draft_.id, code, field.name, std::move(message));
  }
  void refuse(std::string_view code, const Field& field, std::string message) {
    written_.broken = true;
    fail(code, field, std::move(message));
  }

  void judge_name(const Field& field) {
    if (draft_.type == nullptr || default_) return;
    const bool removes = field.values.size() == 1 && std::holds_alternative<Null>(field.values.front());
    if (forbidden(*draft_.type, type_, written_.name)) {
      if (!removes) {
        refuse("FieldNotAllowed", field,
               fmt::format("an object of kind {} may not have this field; take it away", to_text(draft_.type->kind)));
      }
    } else if (type_ == nullptr && !is_user_field(written_.name)) {
      warn("UnknownField", field,
           fmt::format("{} knows no such field{}; fields of your own begin with \"my\" and a capital letter", draft_.type->name,
                       c_.suggestions.did_you_mean(written_.name, c_.vocabulary.field_names(*draft_.type))));
    }
  }

  void read_value(const Field& field, const FieldValue& value) {
    if (std::holds_alternative<Null>(value)) {
      if (field.values.size() == 1) {
        written_.removes = true;
      } else {
        refuse("NotAReference", field, "holds null inside a list, which is neither a text nor a reference");
      }
    } else if (std::holds_alternative<Unreadable>(value)) {
      refuse("NotAReference", field, "holds a value that is neither a text nor of the form {\"ref\": \"X\"}");
    } else if (const auto* const reference = std::get_if<Reference>(&value)) {
      if (reference->id.empty()) return refuse("EmptyField", field, "holds an empty reference");
      read_reference(field, reference->id, Spelling::reference);
    } else if (const auto* const text = std::get_if<std::string>(&value); text != nullptr && text->empty()) {
      refuse("EmptyField", field, "holds an empty text; leave the field out, or write null to take an inherited one away");
    } else if (written_.references) {
      read_reference(field, to_text(value), Spelling::plain_text);
    } else if (text != nullptr) {
      read_text(field, *text);
    } else if (const auto* const number = std::get_if<Number>(&value)) {
      read_number(*number);
    } else {
      written_.values.emplace_back(Template::literal(to_text(value)));
    }
  }

  void read_reference(const Field& field, const std::string& id, Spelling spelling) {
    const Found found = find_object(c_, draft_, field.name, id, spelling);
    if (found.object == nobody) {
      written_.broken = true;
      return;
    }
    check_target(c_, draft_, written_.name, type_, c_.drafts[found.object]);
    written_.values.emplace_back(Link{found.object});
  }

  void read_text(const Field& field, const std::string& text) {
    // The guide writes makeDate(...) without braces in slots for dates (S-64).
    const bool bare_call = slot_ == Slot::date_time && text.rfind("makeDate", 0) == 0;
    auto parsed = Template::parse(bare_call ? "#{" + text + "}" : text, c_.definition.delimiters);
    if (!parsed) {
      written_.values.emplace_back(Unparsed{std::make_unique<const ExpressionError>(std::move(parsed).error())});
      return;
    }
    if (!parsed->is_literal()) {
      for (const ExpressionWarning& warning : parsed->warnings()) warn(warning.code, field, warning.message);
    }
    written_.values.emplace_back(std::move(*parsed));
  }

  void read_number(const Number& number) {
    // In fields of the author's own numbers stay numbers, for arithmetic (S-5).
    if (is_user_field(written_.name)) {
      written_.values.emplace_back(number_value(number));
    } else {
      written_.values.emplace_back(Template::literal(canonical_text(number)));
    }
  }

  Compilation& c_;
  const Draft& draft_;
  bool default_;
  WrittenField written_;
  const FieldType* type_ = nullptr;
  Slot slot_ = Slot::string;
};

}  // namespace

void read_fields(Compilation& c) {
  for (Draft& draft : c.drafts) {
    FieldReader reader{c, draft};
    draft.written.reserve(draft.object->fields.size());
    for (const Field& field : draft.object->fields) {
      if (auto written = reader.read(field)) draft.written.push_back(std::move(*written));
    }
  }
}

}  // namespace penstock::compiling
