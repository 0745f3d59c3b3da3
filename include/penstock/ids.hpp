// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Names that people see, as types that cannot be mixed up. The engine itself works with dense integers.

#include <compare>
#include <functional>
#include <string>
#include <utility>

namespace penstock {

/// Text of one meaning. Two ids of different meaning do not compare and do not convert.
template <class Meaning>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_{std::move(text)} {}

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }

  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

/// The name under which a pipeline was deployed; unique in a store.
using PipelineId = Id<struct PipelineMeaning>;
/// The `id` of an object of a definition (S-2).
using ObjectId = Id<struct ObjectMeaning>;
/// `@Component_2015-05-17T00:00:00`, a component in one interval (S-80, S-82).
using InstanceId = Id<struct InstanceMeaning>;
/// An instance id with `_Attempt=1` (S-81): one try.
using AttemptId = Id<struct AttemptMeaning>;

}  // namespace penstock

template <class Meaning>
struct std::hash<penstock::Id<Meaning>> {
  std::size_t operator()(const penstock::Id<Meaning>& id) const noexcept { return std::hash<std::string>{}(id.text()); }
};
