// SPDX-License-Identifier: Apache-2.0
#include "resource_task.hpp"

#include <exception>
#include <utility>

namespace penstock {

ResourceTask::ResourceTask(std::shared_ptr<Inbox> inbox, PipelineKey pipeline, InstanceRef instance, std::int32_t number, ObjectView object)
    : inbox_{std::move(inbox)}, pipeline_{pipeline}, instance_{instance}, number_{number}, object_{std::move(object)} {}

void ResourceTask::acquire(ResourceHandler& handler) {
  constexpr auto failure = "Service_ResourceFailed";
  try {
    object_.evaluate_all();
    handler.acquire(shared_from_this());
  } catch (const EvaluationFailed& error) {  // a creation failure (S-215)
    failed(error.what(), "Service_ExpressionError");
  } catch (const std::exception& error) {
    failed(error.what(), failure);
  } catch (...) {
    failed("the handler threw something that is no std::exception", failure);
  }
}

std::string ResourceTask::attempt_id() const { return penstock::attempt_id(object_.instance_id(), number_); }

void ResourceTask::up() { inbox_->post({.pipeline = pipeline_, .what = Event{ResourceUp{.instance = instance_, .number = number_}}}); }

void ResourceTask::failed(std::string error_message, std::string error_id) {
  inbox_->post({.pipeline = pipeline_,
                .what = Event{ResourceFailed{.instance = instance_,
                                             .number = number_,
                                             .error_id = object_.masked(error_id),
                                             .error_message = object_.masked(error_message)}}});
}

void ResourceTask::gone() { inbox_->post({.pipeline = pipeline_, .what = Event{ResourceGone{.instance = instance_, .number = number_}}}); }

}  // namespace penstock
