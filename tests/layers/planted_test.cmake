# SPDX-License-Identifier: Apache-2.0
#
# The layer check must fail on the tree in planted/, naming each offence by file and line, and nothing that is allowed.

set(expected
    "include/penstock/ids.hpp:4: vocabulary must not include penstock"
    "include/penstock/plan/plan.hpp:7: plan must not include lifecycle"
    "include/penstock/store/store.hpp:4: <fmt/format.h> is not of the standard library"
    "include/penstock/store/store.hpp:6: store must not include executor"
    "src/helpers/text.cpp:1: the folder helpers has no place"
    "src/sqlite/store.cpp:4: sqlite must not include cli"
    "6 include\\(s\\) against the layers")

execute_process(
  COMMAND "${CMAKE_COMMAND}" -D "ROOT=${CMAKE_CURRENT_LIST_DIR}/planted" -P "${CMAKE_CURRENT_LIST_DIR}/../../cmake/check_layers.cmake"
  RESULT_VARIABLE result
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
if(result EQUAL 0)
  message(FATAL_ERROR "the check passed:\n${output}")
endif()
foreach(line IN LISTS expected)
  if(NOT output MATCHES "${line}")
    message(FATAL_ERROR "not reported: ${line}\nin:\n${output}")
  endif()
endforeach()
