// SPDX-License-Identifier: Apache-2.0
#include "penstock/definition/slots.hpp"

#include <fmt/format.h>

namespace penstock {
namespace {

std::vector<FieldValue> one_or_none(const std::optional<std::string>& text) {
  return text ? std::vector<FieldValue>{*text} : std::vector<FieldValue>{};
}

}  // namespace

std::vector<FieldValue> Text::values() const { return one_or_none(text_); }
std::vector<FieldValue> TextList::values() const { return {texts_.begin(), texts_.end()}; }
std::vector<FieldValue> IntegerValue::values() const { return one_or_none(text_); }
std::vector<FieldValue> NumberValue::values() const { return one_or_none(text_); }
std::vector<FieldValue> BooleanValue::values() const { return one_or_none(text_); }
std::vector<FieldValue> PeriodValue::values() const { return one_or_none(text_); }
std::vector<FieldValue> DateTimeValue::values() const { return one_or_none(text_); }

// The shortest text that reads back as the same number.
NumberValue::NumberValue(double number) : text_{fmt::format("{}", number)} {}

}  // namespace penstock
