# SPDX-License-Identifier: Apache-2.0
#
#   cmake -D ROOT=<source tree> -P check_layers.cmake
#
# A folder includes itself and folders on lines above it, never one below or beside it. Third-party and system headers stay in
# src/, but for matchers.hpp, which is made for users of GoogleMock. Names every line that breaks this and fails if there is one.

set(layers
    "vocabulary" # ids, result, time, version: the headers directly in include/penstock
    "schedule"
    "expression" # its date functions are calendar arithmetic, hence below schedule
    "definition"
    "plan"
    "lifecycle"
    "store executor activity precondition action resource vault"
    "engine"
    "testing activities sqlite tbb openssl database aws service"
    "penstock" # penstock.hpp, the one include of a host
    "cli console")

set(level 0)
foreach(layer IN LISTS layers)
  separate_arguments(folders UNIX_COMMAND "${layer}")
  foreach(folder IN LISTS folders)
    set(level_of_${folder} ${level})
  endforeach()
  math(EXPR level "${level} + 1")
endforeach()

# "penstock/plan/plan.hpp" and "plan/graph.hpp" (private, in src) are of plan, "penstock/ids.hpp" of the vocabulary.
function(folder_of path result)
  string(REGEX REPLACE "^penstock/" "" path "${path}")
  if(path STREQUAL "penstock.hpp")
    set(folder penstock)
  elseif(path MATCHES "^([^/]+)/")
    set(folder "${CMAKE_MATCH_1}")
  else()
    set(folder vocabulary)
  endif()
  set(${result} "${folder}" PARENT_SCOPE)
endfunction()

set(offences 0)
macro(offence why)
  # Only now the line's number: counting lines of every file would take longer than the check.
  file(READ "${ROOT}/${file}" text)
  string(FIND "\n${text}" "\n${line}" position)
  string(SUBSTRING "\n${text}" 0 ${position} before)
  string(REGEX MATCHALL "\n" lines_before "${before}")
  list(LENGTH lines_before number)
  math(EXPR number "${number} + 1")
  message(NOTICE "${file}:${number}: ${why}")
  math(EXPR offences "${offences} + 1")
endmacro()

file(GLOB_RECURSE files RELATIVE "${ROOT}" "${ROOT}/include/penstock/*.hpp" "${ROOT}/src/*.hpp" "${ROOT}/src/*.cpp")
foreach(file IN LISTS files)
  string(REGEX REPLACE "^(include|src)/" "" path "${file}")
  folder_of("${path}" from)
  if(NOT DEFINED level_of_${from})
    message(NOTICE "${file}:1: the folder ${from} has no place in the layers of cmake/check_layers.cmake")
    math(EXPR offences "${offences} + 1")
    continue()
  endif()
  file(STRINGS "${ROOT}/${file}" includes REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS includes)
    if(line MATCHES "include[ \t]*<([^>]+)>")
      set(included "${CMAKE_MATCH_1}")
      if(file STREQUAL "include/penstock/testing/matchers.hpp" AND included STREQUAL "gmock/gmock.h")
        continue()
      endif()
      if(file MATCHES "^include/" AND included MATCHES "[./]")
        offence("<${included}> is not of the standard library; third-party and system headers stay in src/")
      endif()
    elseif(line MATCHES "include[ \t]*\"([^\"]+)\"")
      set(included "${CMAKE_MATCH_1}")
      folder_of("${included}" to)
      if(NOT DEFINED level_of_${to})
        offence("\"${included}\": no folder of Penstock's")
      elseif(NOT from STREQUAL to AND NOT level_of_${from} GREATER level_of_${to})
        offence("${from} must not include ${to} (\"${included}\")")
      endif()
    endif()
  endforeach()
endforeach()

list(LENGTH files count)
if(offences)
  message(FATAL_ERROR "${offences} include(s) against the layers; see cmake/check_layers.cmake")
endif()
message(NOTICE "${count} files keep to the layers")
