// SPDX-License-Identifier: Apache-2.0
#include "penstock/vault/sealing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <utility>
#include <variant>

namespace penstock {
namespace {

using Names = std::set<std::string, std::less<>>;

/// Where values stand. The section tells a value that the definition has from one that was given at an activation.
struct Spot {
  std::string_view section;
  std::string_view owner;  ///< id of the object or parameter, as written
  std::string_view field;  ///< as written; empty for the value of a parameter
  bool secret = false;
};

bool is_sealed(const FieldValue& value) {
  const auto* const text = std::get_if<std::string>(&value);
  return text != nullptr && text->starts_with(sealed_mark);
}

bool holds_sealed(const std::vector<FieldValue>& values) { return std::any_of(values.begin(), values.end(), is_sealed); }

void add_starred(Names& names, const ParameterValues& values) {
  for (const auto& field : values) {
    if (is_secret(field.name)) names.emplace(without_star(field.name));
  }
}

Names secret_parameters(const Definition& definition, const ParameterValues& given) {
  Names names;
  for (const auto& parameter : definition.parameters) {
    if (is_secret(parameter.id)) names.emplace(without_star(parameter.id));
  }
  add_starred(names, definition.values);
  add_starred(names, given);
  return names;
}

/// By name alone: the type of an object may be inherited, and one secret too many costs nothing.
bool is_secret_field(std::string_view name, const Catalog& catalog) {
  if (is_secret(name)) return true;
  const auto known = catalog.fields(name);
  return std::any_of(known.begin(), known.end(), [](const FieldType* type) { return is_secret(type->name); });
}

template <class Change>
void change_given(ParameterValues& values, std::string_view section, const Names& secret, Change&& change) {
  for (auto& field : values) {
    change(Spot{.section = section, .owner = field.name, .field = {}, .secret = secret.contains(without_star(field.name))}, field.values);
  }
}

/// Every list of values in the definition that a secret may stand in.
template <class Change>
void change_values(Definition& definition, const Names& secret, const Catalog* catalog, Change&& change) {
  for (auto& object : definition.objects) {
    for (auto& field : object.fields) {
      const bool hidden = catalog != nullptr && is_secret_field(field.name, *catalog);
      change(Spot{.section = "object",
                  .owner = object.id ? std::string_view{*object.id} : std::string_view{},
                  .field = field.name,
                  .secret = hidden},
             field.values);
    }
  }
  for (auto& parameter : definition.parameters) {
    const bool hidden = secret.contains(without_star(parameter.id));
    for (auto& attribute : parameter.attributes) {
      const bool is_value = attribute.name == "default" || attribute.name == "allowedValues";
      change(Spot{.section = "parameter", .owner = parameter.id, .field = attribute.name, .secret = hidden && is_value}, attribute.values);
    }
  }
  change_given(definition.values, "value", secret, change);
}

/// Each part with its length, so that no two places are written alike.
std::string place_of(std::string_view pipeline, const Spot& spot, std::size_t position) {
  std::string place;
  for (const auto part : {pipeline, spot.section, spot.owner, spot.field}) place += fmt::format("{}:{},", part.size(), part);
  return place + fmt::to_string(position);
}

/// What is sealed of a value: a letter for its kind, and its text. None if there is nothing to seal.
std::optional<std::string> packed(const FieldValue& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) return "s" + *text;
  if (const auto* const number = std::get_if<Number>(&value)) return "n" + number->text;
  if (const auto* const truth = std::get_if<bool>(&value)) return *truth ? "t" : "f";
  if (const auto* const other = std::get_if<Unreadable>(&value)) return "j" + other->json;
  return std::nullopt;
}

FieldValue unpacked(std::string text) {
  const char kind = text.empty() ? '\0' : text.front();
  if (kind == 't' || kind == 'f') return kind == 't';
  if (kind != '\0') text.erase(0, 1);
  if (kind == 's') return text;
  if (kind == 'n') return Number{std::move(text)};
  if (kind == 'j') return Unreadable{std::move(text)};
  throw VaultError{"a sealed value of a kind that this version does not know"};
}

Diagnostic problem(const Spot& spot, std::string code, std::string message) {
  return {.severity = Severity::error,
          .code = std::move(code),
          .object = std::string{spot.section == "object" ? spot.owner : without_star(spot.owner)},
          .field = std::string{spot.field},
          .message = std::move(message)};
}

constexpr const char* way_out =
    "give the engine a vault (EngineOptions::vault), or the penstock program a key: --key-file FILE or PENSTOCK_KEY";

class Sealer {
 public:
  Sealer(std::string_view pipeline, Vault* vault) : pipeline_{pipeline}, vault_{vault} {}

  void operator()(const Spot& spot, std::vector<FieldValue>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      auto text = spot.secret || is_sealed(values[i]) ? packed(values[i]) : std::nullopt;
      if (!text) continue;
      if (vault_ == nullptr) {
        problems.push_back(problem(spot, "NoKey", fmt::format("is secret, and there is no key to store it with; {}", way_out)));
        return;
      }
      try {
        values[i] = std::string{sealed_mark} + vault_->seal(*text, place_of(pipeline_, spot, i));
      } catch (const VaultError& error) {
        problems.push_back(problem(spot, "WrongKey", fmt::format("cannot be sealed: {}", error.what())));
        return;
      }
    }
  }

  Diagnostics problems;

 private:
  std::string_view pipeline_;
  Vault* vault_;
};

class Opener {
 public:
  Opener(std::string_view pipeline, Vault* vault) : pipeline_{pipeline}, vault_{vault} {}

  void operator()(const Spot& spot, std::vector<FieldValue>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!is_sealed(values[i])) continue;
      if (vault_ == nullptr) {
        problems.push_back(problem(spot, "NoKey", fmt::format("is stored sealed, and there is no key to open it with; {}", way_out)));
        return;
      }
      try {
        const std::string_view sealed{std::get<std::string>(values[i])};
        values[i] = unpacked(vault_->open(sealed.substr(sealed_mark.size()), place_of(pipeline_, spot, i)));
      } catch (const VaultError& error) {
        problems.push_back(problem(spot, "WrongKey", error.what()));
        return;
      }
    }
  }

  Diagnostics problems;

 private:
  std::string_view pipeline_;
  Vault* vault_;
};

template <class T>
Result<T, Diagnostics> unless(Diagnostics problems, T value) {
  if (!problems.empty()) return Failure{std::move(problems)};
  return value;
}

}  // namespace

Result<Definition, Diagnostics> Sealing::seal(Definition definition, const ParameterValues& given, const Catalog& catalog) const {
  Sealer sealer{pipeline_, vault_};
  change_values(definition, secret_parameters(definition, given), &catalog, sealer);
  return unless(std::move(sealer.problems), std::move(definition));
}

Result<ParameterValues, Diagnostics> Sealing::seal(ParameterValues given, const Definition& definition) const {
  Sealer sealer{pipeline_, vault_};
  change_given(given, "given", secret_parameters(definition, given), sealer);
  return unless(std::move(sealer.problems), std::move(given));
}

Result<Definition, Diagnostics> Sealing::open(Definition definition) const {
  Opener opener{pipeline_, vault_};
  change_values(definition, {}, nullptr, opener);
  return unless(std::move(opener.problems), std::move(definition));
}

Result<ParameterValues, Diagnostics> Sealing::open(ParameterValues given) const {
  Opener opener{pipeline_, vault_};
  change_given(given, "given", {}, opener);
  return unless(std::move(opener.problems), std::move(given));
}

Definition without_limits_of_sealed(Definition definition, const ParameterValues& given) {
  Names sealed;
  const auto add = [&](const ParameterValues& values) {
    for (const auto& field : values) {
      if (holds_sealed(field.values)) sealed.emplace(without_star(field.name));
    }
  };
  add(given);
  add(definition.values);
  for (auto& parameter : definition.parameters) {
    auto& attributes = parameter.attributes;
    const bool hidden = sealed.contains(without_star(parameter.id)) ||
                        std::any_of(attributes.begin(), attributes.end(), [](const Field& field) { return holds_sealed(field.values); });
    if (!hidden) continue;
    attributes.erase(std::remove_if(attributes.begin(), attributes.end(),
                                    [](const Field& field) { return field.name == "type" || field.name == "allowedValues"; }),
                     attributes.end());
  }
  return definition;
}

}  // namespace penstock
