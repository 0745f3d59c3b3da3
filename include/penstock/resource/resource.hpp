// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Port: hold a machine. A handler is registered for a resource type and creates, and lets go of, all resources of that type.

#include <cstdint>
#include <memory>
#include <string>

#include "penstock/lifecycle/scope.hpp"

namespace penstock {

/// One attempt to hold a resource, as its handler sees it. Lives as long as somebody holds it. Every function may be called from any
/// thread; a report about an attempt that is over is ignored.
class ResourceContext {
 public:
  virtual ~ResourceContext() = default;

  /// The resource's object, with its fields evaluated.
  [[nodiscard]] virtual const ObjectView& object() const noexcept = 0;
  [[nodiscard]] virtual std::string attempt_id() const = 0;
  [[nodiscard]] virtual int attempt_number() const noexcept = 0;

  /// It is there: what runs on it may begin.
  virtual void up() = 0;
  /// It could not be created, or it was up and is lost (S-113, S-114).
  virtual void failed(std::string error_message, std::string error_id = "Service_ResourceFailed") = 0;
  /// It is gone, as `release` asked.
  virtual void gone() = 0;
};

/// Creates and lets go of the resources of one type. One handler serves many resources at the same time.
class ResourceHandler {
 public:
  virtual ~ResourceHandler() = default;
  /// What keeps this object from ever being created; empty: nothing. Reported at activation.
  [[nodiscard]] virtual std::string refuse(const Component&) const { return {}; }
  /// Begins to create the resource and returns at once; reports `up` or `failed` later, or before it returns. Called by the thread that
  /// drives the engine. Anything thrown is a failed creation.
  virtual void acquire(std::shared_ptr<ResourceContext> resource) = 0;
  /// Begins to let go of it, whether it came up or not, and returns at once; reports `gone`, also when there was nothing left to let go of.
  /// Must not throw.
  virtual void release(std::shared_ptr<ResourceContext> resource) noexcept = 0;
};

}  // namespace penstock
