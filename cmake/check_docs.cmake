# SPDX-License-Identifier: Apache-2.0
#
#   cmake -D PROGRAM=<penstock> -D FILE=<docs/object-types.md> -P check_docs.cmake
#
# Every type that the program knows has a section of its own in the reference documentation.

execute_process(COMMAND "${PROGRAM}" types --json OUTPUT_VARIABLE types COMMAND_ERROR_IS_FATAL ANY)
file(READ "${FILE}" documentation)
string(JSON count LENGTH "${types}" types)
if(count EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} knows no types")
endif()
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
  string(JSON name GET "${types}" types ${i} name)
  if(NOT documentation MATCHES "\n### ${name}\n")
    message(SEND_ERROR "${FILE} has no section on ${name}")
  endif()
endforeach()
message(STATUS "${count} types")
