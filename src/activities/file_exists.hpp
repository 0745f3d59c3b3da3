// SPDX-License-Identifier: Apache-2.0
#pragma once

/// FileExists: a file or folder of this machine is there.

#include "penstock/precondition/precondition.hpp"

namespace penstock::activities {

/// Met when there is something at `path`, following links. A folder on the way that may not be searched is an error, not a "not yet".
class FileExistsHandler final : public PreconditionHandler {
 public:
  [[nodiscard]] bool quick(const Component&) const override { return true; }
  [[nodiscard]] std::string refuse(const Component& component) const override;
  [[nodiscard]] CheckResult check(CheckContext& context) override;
};

}  // namespace penstock::activities
