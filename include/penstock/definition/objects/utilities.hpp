// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Settings that other objects refer to. One aggregate per type, with the names of the guide in snake_case; what a member means is in the
/// catalog.

#include <string_view>
#include <tuple>

#include "penstock/definition/object_description.hpp"

namespace penstock {

/// A script that a cluster runs before or after an activity.
struct ShellScriptConfig {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "ShellScriptConfig";

  TextList script_argument = {};
  Text script_uri = {};

  static constexpr auto fields() {
    return std::tuple{field("scriptArgument", &ShellScriptConfig::script_argument), field("scriptUri", &ShellScriptConfig::script_uri)};
  }
};

/// A classification of settings of a cluster, with properties or further classifications.
struct EmrConfiguration {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "EmrConfiguration";

  Text classification = {};
  Ref<Kind::utility> configuration = {};
  RefList<Kind::utility> property = {};

  static constexpr auto fields() {
    return std::tuple{field("classification", &EmrConfiguration::classification), field("configuration", &EmrConfiguration::configuration),
                      field("property", &EmrConfiguration::property)};
  }
};

/// A setting: a name and its value.
struct Property {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "Property";

  Text key = {};
  Text value = {};

  static constexpr auto fields() { return std::tuple{field("key", &Property::key), field("value", &Property::value)}; }
};

/// A proxy through which a machine reaches AWS.
struct HttpProxy {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "HttpProxy";

  Text hostname = {};
  Text port = {};
  Text username = {};
  Text password = {};
  BooleanValue s3_no_proxy = {};
  Text windows_domain = {};
  Text windows_workgroup = {};

  static constexpr auto fields() {
    return std::tuple{field("hostname", &HttpProxy::hostname),
                      field("port", &HttpProxy::port),
                      field("username", &HttpProxy::username),
                      field("*password", &HttpProxy::password),
                      field("s3NoProxy", &HttpProxy::s3_no_proxy),
                      field("windowsDomain", &HttpProxy::windows_domain),
                      field("windowsWorkgroup", &HttpProxy::windows_workgroup)};
  }
};

/// The disks of a group of machines.
struct EbsConfiguration {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "EbsConfiguration";

  BooleanValue ebs_optimized = {};
  RefList<Kind::utility> ebs_block_device_config = {};

  static constexpr auto fields() {
    return std::tuple{field("ebsOptimized", &EbsConfiguration::ebs_optimized),
                      field("ebsBlockDeviceConfig", &EbsConfiguration::ebs_block_device_config)};
  }
};

/// So many disks of one specification.
struct EbsBlockDeviceConfig {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "EbsBlockDeviceConfig";

  IntegerValue volumes_per_instance = {};
  Ref<Kind::utility> volume_specification = {};

  static constexpr auto fields() {
    return std::tuple{field("volumesPerInstance", &EbsBlockDeviceConfig::volumes_per_instance),
                      field("volumeSpecification", &EbsBlockDeviceConfig::volume_specification)};
  }
};

/// Size and type of a disk.
struct VolumeSpecification {
  static constexpr Kind kind = Kind::utility;
  static constexpr std::string_view type_name = "VolumeSpecification";

  IntegerValue size_in_gb = {};
  Text volume_type = {};
  IntegerValue iops = {};

  static constexpr auto fields() {
    return std::tuple{field("sizeInGB", &VolumeSpecification::size_in_gb), field("volumeType", &VolumeSpecification::volume_type),
                      field("iops", &VolumeSpecification::iops)};
  }
};

}  // namespace penstock
