// SPDX-License-Identifier: Apache-2.0
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {
namespace {

// Functions instead of constants: a host may ask for the catalog before the constants of this file are there.
RefTarget instances() { return {.kinds = {Kind::activity, Kind::data_node, Kind::resource, Kind::precondition}}; }
// S-28 names data nodes beside the activities of the guide's field table.
RefTarget dependencies() { return {.kinds = {Kind::activity, Kind::data_node}}; }

Fields all_set_by_engine(Fields fields) {
  for (FieldType& row : fields) row.runtime = true;
  return fields;
}

Fields parent() { return {noted(ref("parent", {}), "Takes over the fields of another object; none: those of Default.")}; }

/// Whatever has attempts: activities, data nodes, resources and preconditions.
Fields attempts() {
  return {
      text("attemptStatus"),
      period("attemptTimeout"),
      noted(with_default(one_of("failureAndRerunMode", {"none", "cascade"}), "none"),
            "Whether a failure fails those who wait for it, and a rerun reruns them."),
      noted(period("lateAfterTimeout"), "Counts from the time it is due; has no effect on demand."),
      noted(integer("maximumRetries"), "Counts retries, not tries: 3 allows four attempts."),
      ref("onFail", to(Kind::action)),
      noted(ref_list("onLateAction", to(Kind::action)), "Needs lateAfterTimeout."),
      ref("onSuccess", to(Kind::action)),
      noted(period("reportProgressTimeout"), "AWS takes 15 minutes where it is not set."),
      period("retryDelay"),
  };
}

/// Whatever gets an instance per interval.
Fields scheduling() {
  return {
      noted(ref("schedule", to(Kind::schedule)), "On the object, its parent or Default; none on demand."),
      noted(one_of("scheduleType", {"cron", "ondemand", "timeseries"}),
            "cron: due at the start of the interval; timeseries: at its end; ondemand: only on Default, and then for all objects."),
      integer("maxActiveInstances"),
      text("pipelineLogUri"),
  };
}

/// For one message per run of the pipeline instead of one per object (S-135).
Fields pipeline_notices() {
  return {
      addition(noted(ref_list("onPipelineFail", to(Kind::action)), "Unknown to AWS; counts only on Default.")),
      addition(noted(ref_list("onPipelineSuccess", to(Kind::action)), "Unknown to AWS; counts only on Default.")),
  };
}

/// For clean-up, which is to run in any case.
Fields teardown() { return {addition(with_default(noted(boolean("finally"), "Unknown to AWS."), "false"))}; }

Fields dependent() { return {ref_list("dependsOn", dependencies()), ref_list("precondition", to(Kind::precondition))}; }

Fields runner(Names runs_on_types) {
  return {ref("runsOn", to(Kind::resource, std::move(runs_on_types))), noted(text("workerGroup"), "Does not count where runsOn is set.")};
}

/// Set on every object.
Fields identity() {
  FieldType which = text("@sphere");
  which.enumerators = {"COMPONENT", "INSTANCE", "ATTEMPT"};
  return all_set_by_engine({text("@error"), text("@pipelineId"), which, text("@version")});
}

Fields progress() {
  return all_set_by_engine({
      ref_list("@activeInstances", instances()),
      date_time("@actualEndTime"),
      date_time("@actualStartTime"),
      text("cancellationReason"),
      ref_list("@cascadeFailedOn", instances()),
      text("emrStepLog"),
      text("errorId"),
      text("errorMessage"),
      text("errorStackTrace"),
      text("hadoopJobLog"),
      text("hostname"),
      date_time("reportProgressTime"),
      date_time("@scheduledEndTime"),
      date_time("@scheduledStartTime"),
      text("@status"),
      ref_list("@waitingOn", instances()),
  });
}

Fields history() {
  return all_set_by_engine({
      date_time("@finishedTime"),
      text("@healthStatus"),
      text("@healthStatusFromInstanceId"),
      date_time("@healthStatusUpdatedTime"),
      date_time("@lastDeactivatedTime"),
      date_time("@latestCompletedRunTime"),
      date_time("@latestRunTime"),
      date_time("@nextRunTime"),
  });
}

Fields node() { return {set_by_engine(noted(ref("node", instances()), "The instance that this belongs to."))}; }

ObjectType type(Kind kind, std::string name, std::string summary, Fields fields, Rules rules) {
  for (FieldType& row : fields) row.meaning = meaning_of(name, row.name);
  return {.name = std::move(name),
          .kind = kind,
          .summary = std::move(summary),
          .origin = rules.origin,
          .fields = std::move(fields),
          .required_one_of = std::move(rules.required_one_of),
          .exclusive = std::move(rules.exclusive),
          .user_managed = rules.user_managed,
          .deprecated = rules.deprecated,
          .note = std::move(rules.note)};
}

}  // namespace

ObjectType activity(std::string name, std::string summary, Fields own, Rules rules, Names runs_on_types) {
  rules.required_one_of.push_back({"runsOn", "workerGroup"});
  return type(Kind::activity, std::move(name), std::move(summary),
              join({own, runner(std::move(runs_on_types)), dependent(), teardown(), scheduling(), pipeline_notices(), attempts(), parent(),
                    identity(), progress(), history()}),
              std::move(rules));
}

ObjectType data_node(std::string name, std::string summary, Fields own, Rules rules) {
  return type(
      Kind::data_node, std::move(name), std::move(summary),
      join({own, runner({}), dependent(), scheduling(), pipeline_notices(), attempts(), parent(), identity(), progress(), history()}),
      std::move(rules));
}

ObjectType resource(std::string name, std::string summary, Fields own, Rules rules) {
  const FieldType on_failure{.name = "actionOnResourceFailure", .enumerators = {"retryall", "retrynone"}};
  const FieldType on_task_failure{.name = "actionOnTaskFailure", .enumerators = {"continue", "terminate"}};
  return type(Kind::resource, std::move(name), std::move(summary),
              join({own,
                    {on_failure, on_task_failure, period("initTimeout"), period("terminateAfter")},
                    {forbidden(ref("runsOn", to(Kind::resource))), forbidden(text("workerGroup"))},
                    scheduling(),
                    attempts(),
                    parent(),
                    identity(),
                    progress(),
                    history(),
                    {set_by_engine(text("@failureReason"))}}),
              std::move(rules));
}

ObjectType precondition(std::string name, std::string summary, Fields own, Rules rules) {
  const Fields polling = rules.user_managed ? Fields{} : all_set_by_engine({text("currentRetryCount"), text("lastRetryTime")});
  return type(Kind::precondition, std::move(name), std::move(summary),
              join({own, {period("preconditionTimeout")}, attempts(), parent(), identity(), progress(), node(), polling}),
              std::move(rules));
}

ObjectType action(std::string name, std::string summary, Fields own, Rules rules) {
  return type(Kind::action, std::move(name), std::move(summary), join({own, parent(), identity(), node()}), std::move(rules));
}

ObjectType passive(Kind kind, std::string name, std::string summary, Fields own, Rules rules) {
  return type(kind, std::move(name), std::move(summary), join({own, parent(), identity()}), std::move(rules));
}

Fields cluster_scripts() {
  const RefTarget script = to(Kind::utility, {"ShellScriptConfig"});
  return {ref("preActivityTaskConfig", script), ref("postActivityTaskConfig", script)};
}

Fields cluster_resize() {
  return {noted(boolean("resizeClusterBeforeRunning"), "With a DynamoDB node, AWS then also changes the machine type."),
          integer("resizeClusterMaxInstances")};
}

FieldType region() {
  return service_only(
      one_of("region", {"us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "eu-west-1", "eu-west-2", "eu-central-1",
                        "ap-southeast-1", "ap-southeast-2", "ap-south-1", "ap-northeast-1", "ap-northeast-2", "sa-east-1"}));
}

}  // namespace penstock::catalog
