# SPDX-License-Identifier: Apache-2.0
#
#   cmake -D ROOT=<source folder> -P check_guarantees.cmake
#
# Every row of the table in README's "What it guarantees" names tests, and each of them is there.

cmake_minimum_required(VERSION 3.25)

file(STRINGS "${ROOT}/README.md" lines ENCODING UTF-8)
file(GLOB_RECURSE sources "${ROOT}/tests/*_test.cpp")
set(tests "")
foreach(source IN LISTS sources)
  file(STRINGS "${source}" macros REGEX "^TEST(_F|_P)?\\(")
  foreach(macro IN LISTS macros)
    if(macro MATCHES "^TEST(_F|_P)?\\(([A-Za-z0-9]+), ([A-Za-z0-9]+)")
      list(APPEND tests "${CMAKE_MATCH_2}.${CMAKE_MATCH_3}")
    endif()
  endforeach()
endforeach()

set(inside FALSE)
set(promises 0)
foreach(line IN LISTS lines)
  if(line MATCHES "^## ")
    string(COMPARE EQUAL "${line}" "## What it guarantees" inside)
  elseif(inside AND line MATCHES "^\\| [^-]" AND NOT line MATCHES "\\| Tests \\|$")
    math(EXPR promises "${promises} + 1")
    string(REGEX REPLACE "^.* \\| (.*) \\|$" "\\1" named "${line}")
    string(REGEX MATCHALL "[A-Za-z0-9]+\\.[A-Za-z0-9]+" names "${named}")
    if(NOT names)
      message(FATAL_ERROR "README.md promises this without a test:\n${line}")
    endif()
    foreach(name IN LISTS names)
      if(NOT name IN_LIST tests)
        message(FATAL_ERROR "README.md promises this by ${name}, which is no test:\n${line}")
      endif()
    endforeach()
  endif()
endforeach()
if(promises EQUAL 0)
  message(FATAL_ERROR "README.md has no table of what is guaranteed")
endif()
message(STATUS "${promises} promises are tested")
