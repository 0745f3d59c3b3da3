// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "penstock/resource/resource.hpp"

namespace penstock {

/// This process as a resource: there at once, and gone at once.
class LocalResourceHandler final : public ResourceHandler {
 public:
  void acquire(std::shared_ptr<ResourceContext> resource) override { resource->up(); }
  void release(std::shared_ptr<ResourceContext> resource) noexcept override { resource->gone(); }
};

}  // namespace penstock
