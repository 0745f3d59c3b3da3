// SPDX-License-Identifier: Apache-2.0

/// The ports of a simulated world: each handler hands over to the world that plays all of them.

#include "testing/world.hpp"

namespace penstock::testing {

namespace {

class PlayedActivity final : public ActivityHandler {
 public:
  explicit PlayedActivity(World& world) : world_{world} {}
  [[nodiscard]] Lane lane(const Component& component) const override {
    world_.learn(component);
    return world_.lane(component);
  }
  [[nodiscard]] Outcome perform(ActivityContext&) override { return Outcome::failure("a scripted activity is begun, not performed"); }
  void start(std::shared_ptr<ActivityContext> context) override { world_.begin(std::move(context)); }

 private:
  World& world_;
};

class PlayedCheck final : public PreconditionHandler {
 public:
  explicit PlayedCheck(World& world) : world_{world} {}
  [[nodiscard]] bool quick(const Component&) const override { return true; }
  [[nodiscard]] CheckResult check(CheckContext& context) override { return world_.check(context); }

 private:
  World& world_;
};

class PlayedResource final : public ResourceHandler {
 public:
  explicit PlayedResource(World& world) : world_{world} {}
  [[nodiscard]] std::string refuse(const Component& component) const override {
    world_.learn(component);
    return {};
  }
  void acquire(std::shared_ptr<ResourceContext> resource) override { world_.acquire(std::move(resource)); }
  void release(std::shared_ptr<ResourceContext> resource) noexcept override { world_.release(std::move(resource)); }

 private:
  World& world_;
};

class RecordedAction final : public ActionHandler {
 public:
  explicit RecordedAction(World& world) : world_{world} {}
  void deliver(const Firing& firing, const ObjectView& object) override { world_.fire(firing, object); }

 private:
  World& world_;
};

}  // namespace

Handlers World::handlers(const Catalog& catalog) {
  Handlers handlers;
  for (const auto& type : catalog.types()) {
    switch (type.kind) {
      case Kind::activity:
        handlers.activity(type.name, std::make_shared<PlayedActivity>(*this));
        break;
      case Kind::precondition:
        handlers.precondition(type.name, std::make_shared<PlayedCheck>(*this));
        break;
      case Kind::resource:
        handlers.resource(type.name, std::make_shared<PlayedResource>(*this));
        break;
      case Kind::action:
        handlers.action(type.name, std::make_shared<RecordedAction>(*this));
        break;
      default:
        break;
    }
  }
  return handlers;
}

}  // namespace penstock::testing
