// SPDX-License-Identifier: Apache-2.0
#include "definition/catalog_rows.hpp"

namespace penstock::catalog {
namespace {

FieldType deprecated(FieldType row) { return noted(std::move(row), "Deprecated."); }

FieldType bid(std::string name) { return service_only(noted(text(std::move(name)), "Dollars per hour, above 0 and below 20.")); }

Fields proxy_and_network() {
  return {
      ref("httpProxy", to(Kind::utility, {"HttpProxy"})),
      service_only(text("availabilityZone")),
      service_only(text("keyPair")),
      service_only(text("subnetId")),
      region(),
      service_only(boolean("useOnDemandOnLastAttempt")),
  };
}

/// The machines of one part of a cluster: how many, of what kind, with which settings.
Fields group(const std::string& part) {
  return {
      bid(part + "InstanceBidPrice"),
      text(part + "InstanceType"),
      ref(part + "GroupConfiguration", to(Kind::utility, {"EmrConfiguration"})),
      ref(part + "EbsConfiguration", to(Kind::utility, {"EbsConfiguration"})),
  };
}

}  // namespace

std::vector<ObjectType> resource_types() {
  return {
      resource("Ec2Resource", "One EC2 machine, started for the work that runs on it.",
               join({{
                         service_only(required(text("resourceRole"))),
                         service_only(required(text("role"))),
                         service_only(boolean("associatePublicIpAddress")),
                         service_only(text("imageId")),
                         deprecated(integer("instanceCount")),
                         noted(text("instanceType"), "m1.small, or t2.small in regions that have no m1."),
                         deprecated(integer("minInstanceCount")),
                         text("runAsUser"),
                         service_only(text_list("securityGroupIds")),
                         service_only(text_list("securityGroups")),
                         bid("spotBidPrice"),
                     },
                     proxy_and_network()}),
               {.note = "One machine per object."}),
      resource("EmrCluster", "An EMR cluster, started for the work that runs on it.",
               join({{
                         service_only(with_default(text("resourceRole"), "DataPipelineDefaultRole")),
                         service_only(text("role")),
                         service_only(text_list("additionalMasterSecurityGroupIds")),
                         service_only(text_list("additionalSlaveSecurityGroupIds")),
                         noted(text("amiVersion"), "For clusters older than release 4.0."),
                         noted(with_default(text_list("applications"), "hive, pig"), "From release 4.0 on."),
                         text_list("bootstrapAction"),
                         ref_list("configuration", to(Kind::utility, {"EmrConfiguration"})),
                         integer("coreInstanceCount"),
                         integer("taskInstanceCount"),
                         ref("EbsBlockDeviceConfig", to(Kind::utility, {"EbsBlockDeviceConfig"})),
                         ref("VolumeSpecification", to(Kind::utility, {"VolumeSpecification"})),
                         service_only(text("emrManagedMasterSecurityGroupId")),
                         service_only(text("emrManagedSlaveSecurityGroupId")),
                         text("enableDebugging"),
                         one_of("hadoopSchedulerType", {"PARALLEL_FAIR_SCHEDULING", "PARALLEL_CAPACITY_SCHEDULING", "DEFAULT_SCHEDULER"}),
                         noted(text("releaseLabel"), "From release 4.0 on, in place of amiVersion."),
                         service_only(text("serviceAccessSecurityGroupId")),
                         text_list("supportedProducts"),
                         text("hadoopVersion"),
                         text("emrLogUri"),
                         boolean("visibleToAllUsers"),
                     },
                     group("master"),
                     group("core"),
                     group("task"),
                     proxy_and_network()})),
      resource("LocalResource", "This machine, in place of one that must be started.", {}, {.origin = Origin::penstock}),
  };
}

}  // namespace penstock::catalog
