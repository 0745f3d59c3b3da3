// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What does it. One aggregate per type, with the names of the guide in snake_case; what a member means is in the catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// A machine in EC2.
struct Ec2Resource {
  static constexpr Kind kind = Kind::resource;
  static constexpr std::string_view type_name = "Ec2Resource";

  Text instance_type = {};
  PeriodValue terminate_after = {};
  Text resource_role = {};
  Text role = {};
  Text action_on_resource_failure = {};  ///< retryall or retrynone
  Text action_on_task_failure = {};      ///< continue or terminate
  BooleanValue associate_public_ip_address = {};
  Text availability_zone = {};
  Ref<Kind::utility> http_proxy = {};
  Text image_id = {};
  PeriodValue init_timeout = {};
  IntegerValue instance_count = {};
  Text key_pair = {};
  IntegerValue min_instance_count = {};
  Text region = {};
  Text run_as_user = {};
  TextList security_group_ids = {};
  TextList security_groups = {};
  Text spot_bid_price = {};  ///< dollars per hour
  Text subnet_id = {};
  BooleanValue use_on_demand_on_last_attempt = {};

  static constexpr auto fields() {
    return std::tuple{field("instanceType", &Ec2Resource::instance_type),
                      field("terminateAfter", &Ec2Resource::terminate_after),
                      field("resourceRole", &Ec2Resource::resource_role),
                      field("role", &Ec2Resource::role),
                      field("actionOnResourceFailure", &Ec2Resource::action_on_resource_failure),
                      field("actionOnTaskFailure", &Ec2Resource::action_on_task_failure),
                      field("associatePublicIpAddress", &Ec2Resource::associate_public_ip_address),
                      field("availabilityZone", &Ec2Resource::availability_zone),
                      field("httpProxy", &Ec2Resource::http_proxy),
                      field("imageId", &Ec2Resource::image_id),
                      field("initTimeout", &Ec2Resource::init_timeout),
                      field("instanceCount", &Ec2Resource::instance_count),
                      field("keyPair", &Ec2Resource::key_pair),
                      field("minInstanceCount", &Ec2Resource::min_instance_count),
                      field("region", &Ec2Resource::region),
                      field("runAsUser", &Ec2Resource::run_as_user),
                      field("securityGroupIds", &Ec2Resource::security_group_ids),
                      field("securityGroups", &Ec2Resource::security_groups),
                      field("spotBidPrice", &Ec2Resource::spot_bid_price),
                      field("subnetId", &Ec2Resource::subnet_id),
                      field("useOnDemandOnLastAttempt", &Ec2Resource::use_on_demand_on_last_attempt)};
  }
};

/// An EMR cluster.
struct EmrCluster {
  static constexpr Kind kind = Kind::resource;
  static constexpr std::string_view type_name = "EmrCluster";

  Text release_label = {};
  Text ami_version = {};
  TextList applications = {};
  Text action_on_resource_failure = {};  ///< retryall or retrynone
  Text action_on_task_failure = {};      ///< continue or terminate
  TextList additional_master_security_group_ids = {};
  TextList additional_slave_security_group_ids = {};
  Text availability_zone = {};
  TextList bootstrap_action = {};
  RefList<Kind::utility> configuration = {};
  Text core_instance_bid_price = {};
  IntegerValue core_instance_count = {};
  Text core_instance_type = {};
  Ref<Kind::utility> core_group_configuration = {};
  Ref<Kind::utility> core_ebs_configuration = {};
  Ref<Kind::utility> ebs_block_device_config = {};
  Text emr_managed_master_security_group_id = {};
  Text emr_managed_slave_security_group_id = {};
  Text enable_debugging = {};
  Text hadoop_scheduler_type = {};  ///< PARALLEL_FAIR_SCHEDULING, PARALLEL_CAPACITY_SCHEDULING or DEFAULT_SCHEDULER
  Ref<Kind::utility> http_proxy = {};
  PeriodValue init_timeout = {};
  Text key_pair = {};
  Text master_instance_bid_price = {};
  Text master_instance_type = {};
  Ref<Kind::utility> master_group_configuration = {};
  Ref<Kind::utility> master_ebs_configuration = {};
  Text region = {};
  Text resource_role = {};
  Text role = {};
  Text service_access_security_group_id = {};
  Text subnet_id = {};
  TextList supported_products = {};
  Text task_instance_bid_price = {};
  IntegerValue task_instance_count = {};
  Text task_instance_type = {};
  Ref<Kind::utility> task_group_configuration = {};
  Ref<Kind::utility> task_ebs_configuration = {};
  PeriodValue terminate_after = {};
  Ref<Kind::utility> volume_specification = {};
  BooleanValue use_on_demand_on_last_attempt = {};
  Text hadoop_version = {};
  Text emr_log_uri = {};
  BooleanValue visible_to_all_users = {};

  static constexpr auto fields() {
    return std::tuple{field("releaseLabel", &EmrCluster::release_label),
                      field("amiVersion", &EmrCluster::ami_version),
                      field("applications", &EmrCluster::applications),
                      field("actionOnResourceFailure", &EmrCluster::action_on_resource_failure),
                      field("actionOnTaskFailure", &EmrCluster::action_on_task_failure),
                      field("additionalMasterSecurityGroupIds", &EmrCluster::additional_master_security_group_ids),
                      field("additionalSlaveSecurityGroupIds", &EmrCluster::additional_slave_security_group_ids),
                      field("availabilityZone", &EmrCluster::availability_zone),
                      field("bootstrapAction", &EmrCluster::bootstrap_action),
                      field("configuration", &EmrCluster::configuration),
                      field("coreInstanceBidPrice", &EmrCluster::core_instance_bid_price),
                      field("coreInstanceCount", &EmrCluster::core_instance_count),
                      field("coreInstanceType", &EmrCluster::core_instance_type),
                      field("coreGroupConfiguration", &EmrCluster::core_group_configuration),
                      field("coreEbsConfiguration", &EmrCluster::core_ebs_configuration),
                      field("EbsBlockDeviceConfig", &EmrCluster::ebs_block_device_config),
                      field("emrManagedMasterSecurityGroupId", &EmrCluster::emr_managed_master_security_group_id),
                      field("emrManagedSlaveSecurityGroupId", &EmrCluster::emr_managed_slave_security_group_id),
                      field("enableDebugging", &EmrCluster::enable_debugging),
                      field("hadoopSchedulerType", &EmrCluster::hadoop_scheduler_type),
                      field("httpProxy", &EmrCluster::http_proxy),
                      field("initTimeout", &EmrCluster::init_timeout),
                      field("keyPair", &EmrCluster::key_pair),
                      field("masterInstanceBidPrice", &EmrCluster::master_instance_bid_price),
                      field("masterInstanceType", &EmrCluster::master_instance_type),
                      field("masterGroupConfiguration", &EmrCluster::master_group_configuration),
                      field("masterEbsConfiguration", &EmrCluster::master_ebs_configuration),
                      field("region", &EmrCluster::region),
                      field("resourceRole", &EmrCluster::resource_role),
                      field("role", &EmrCluster::role),
                      field("serviceAccessSecurityGroupId", &EmrCluster::service_access_security_group_id),
                      field("subnetId", &EmrCluster::subnet_id),
                      field("supportedProducts", &EmrCluster::supported_products),
                      field("taskInstanceBidPrice", &EmrCluster::task_instance_bid_price),
                      field("taskInstanceCount", &EmrCluster::task_instance_count),
                      field("taskInstanceType", &EmrCluster::task_instance_type),
                      field("taskGroupConfiguration", &EmrCluster::task_group_configuration),
                      field("taskEbsConfiguration", &EmrCluster::task_ebs_configuration),
                      field("terminateAfter", &EmrCluster::terminate_after),
                      field("VolumeSpecification", &EmrCluster::volume_specification),
                      field("useOnDemandOnLastAttempt", &EmrCluster::use_on_demand_on_last_attempt),
                      field("hadoopVersion", &EmrCluster::hadoop_version),
                      field("emrLogUri", &EmrCluster::emr_log_uri),
                      field("visibleToAllUsers", &EmrCluster::visible_to_all_users)};
  }
};

/// This machine, in place of one that must be started.
struct LocalResource {
  static constexpr Kind kind = Kind::resource;
  static constexpr std::string_view type_name = "LocalResource";

  Text action_on_resource_failure = {};  ///< retryall or retrynone
  Text action_on_task_failure = {};      ///< continue or terminate
  PeriodValue init_timeout = {};
  PeriodValue terminate_after = {};

  static constexpr auto fields() {
    return std::tuple{field("actionOnResourceFailure", &LocalResource::action_on_resource_failure),
                      field("actionOnTaskFailure", &LocalResource::action_on_task_failure),
                      field("initTimeout", &LocalResource::init_timeout), field("terminateAfter", &LocalResource::terminate_after)};
  }
};

}  // namespace penstock
