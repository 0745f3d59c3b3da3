// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One attempt to hold a resource, as its handler sees it.

#include <memory>
#include <string>

#include "inbox.hpp"
#include "penstock/resource/resource.hpp"

namespace penstock {

/// Reports to the engine's inbox, which outlives the engine for as long as somebody may report.
class ResourceTask final : public ResourceContext, public std::enable_shared_from_this<ResourceTask> {
 public:
  ResourceTask(std::shared_ptr<Inbox> inbox, PipelineKey pipeline, InstanceRef instance, std::int32_t number, ObjectView object);

  /// Lets the handler begin, on this thread. Never throws.
  void acquire(ResourceHandler& handler);

  [[nodiscard]] const ObjectView& object() const noexcept override { return object_; }
  [[nodiscard]] std::string attempt_id() const override;
  [[nodiscard]] int attempt_number() const noexcept override { return number_; }
  void up() override;
  void failed(std::string error_message, std::string error_id) override;
  void gone() override;

 private:
  const std::shared_ptr<Inbox> inbox_;
  const PipelineKey pipeline_;
  const InstanceRef instance_;
  const std::int32_t number_;
  const ObjectView object_;
};

}  // namespace penstock
