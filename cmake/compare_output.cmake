# SPDX-License-Identifier: Apache-2.0
#
#   cmake -D PROGRAM=<program> -D WORKING_DIRECTORY=<folder> [-D EXPECTED=<file>] [-D "FILES=<file>;..."] -P compare_output.cmake
#
# Runs a program in a fresh folder that holds copies of FILES. It must end with 0 and, where EXPECTED exists, print exactly that.

file(REMOVE_RECURSE "${WORKING_DIRECTORY}")
file(MAKE_DIRECTORY "${WORKING_DIRECTORY}")
foreach(file IN LISTS FILES)
  file(COPY "${file}" DESTINATION "${WORKING_DIRECTORY}")
endforeach()

set(printed "${WORKING_DIRECTORY}.printed")
execute_process(
  COMMAND "${PROGRAM}"
  WORKING_DIRECTORY "${WORKING_DIRECTORY}"
  OUTPUT_FILE "${printed}"
  RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  file(READ "${printed}" text)
  message(FATAL_ERROR "${PROGRAM} ended with ${result} after printing\n${text}")
endif()

if(EXPECTED AND EXISTS "${EXPECTED}")
  execute_process(COMMAND "${CMAKE_COMMAND}" -E compare_files "${EXPECTED}" "${printed}" RESULT_VARIABLE different)
  if(different)
    execute_process(COMMAND diff -u "${EXPECTED}" "${printed}")
    message(FATAL_ERROR "What ${PROGRAM} printed differs from ${EXPECTED}")
  endif()
endif()
